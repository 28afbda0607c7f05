import {
  enforcedNamespaces,
  observedNamespaces,
  tenantNamespaces,
} from '../builders';
import type { JsonMap, PartialObject } from '../objects';
import { observedName } from './policies';
import type { PolicyPart } from './policies';

const apiVersion = 'admissionregistration.k8s.io/v1';

// The API server's default, written out: other versions of the same resource don't slip by.
const matchPolicy = 'Equivalent';

/** A policy that the API server itself enforces (Kubernetes 1.36 or newer), with the bindings that put it in force. */
export function nativePolicy(part: PolicyPart): PartialObject[] {
  return part.kind === 'validating'
    ? [validatingPolicy(part), ...validatingBindings(part)]
    : [
        mutatingPolicy(part),
        {
          apiVersion,
          kind: 'MutatingAdmissionPolicyBinding',
          metadata: { name: part.name },
          spec: { policyName: part.name },
        },
      ];
}

function validatingPolicy(part: PolicyPart): PartialObject {
  const { name, variables } = part;
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: matchConstraints(part, tenantNamespaces),
      variables,
      validations: part.validations.map(validation => ({
        ...validation,
        reason: 'Forbidden',
      })),
    },
  };
}

/** What is refused in an enforced namespace is only told in an observed one. */
function validatingBindings({
  name,
  inNamespaces,
}: PolicyPart): PartialObject[] {
  const binding = (
    bindingName: string,
    validationActions: readonly string[],
    namespaceSelector?: JsonMap,
  ): PartialObject => ({
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: bindingName },
    spec: {
      policyName: name,
      ...(namespaceSelector
        ? { matchResources: { matchPolicy, namespaceSelector } }
        : {}),
      validationActions,
    },
  });
  return inNamespaces
    ? [
        binding(name, ['Deny'], enforcedNamespaces),
        binding(observedName(name), ['Warn', 'Audit'], observedNamespaces),
      ]
    : [binding(name, ['Deny'])];
}

/** It acts in enforced namespaces only: what an observed one runs stays as its author wrote it. */
function mutatingPolicy(part: PolicyPart): PartialObject {
  const { name, variables } = part;
  return {
    apiVersion,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'IfNeeded',
      matchConstraints: matchConstraints(part, enforcedNamespaces),
      variables,
      mutations: part.patches.map(expression => ({
        patchType: 'JSONPatch',
        jsonPatch: { expression },
      })),
    },
  };
}

function matchConstraints(
  { resourceRules, inNamespaces }: PolicyPart,
  namespaceSelector: JsonMap,
): JsonMap {
  return {
    resourceRules,
    ...(inNamespaces ? { namespaceSelector } : {}),
    matchPolicy,
  };
}
