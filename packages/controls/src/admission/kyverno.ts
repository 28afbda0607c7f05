import { enforcedNamespaces, observedNamespaces } from '../builders';
import type { JsonMap, PartialObject } from '../objects';
import { observedName } from './policies';
import type { PolicyPart } from './policies';

const apiVersion = 'policies.kyverno.io/v1';

/**
 * Policies for Kyverno 1.19 or newer. Kinds with pod templates are named outright, so nothing is left to autogen. What a
 * policy does with a failure is one choice for all namespaces, so the observed ones have a second policy.
 */
export function kyvernoPolicy(part: PolicyPart): PartialObject[] {
  const { name, inNamespaces } = part;
  if (part.kind === 'mutating') return [mutatingPolicy(part)];
  const enforcing = validatingPolicy(part, {
    name,
    actions: ['Deny'],
    failurePolicy: 'Fail',
    namespaceSelector: inNamespaces ? enforcedNamespaces : undefined,
  });
  if (!inNamespaces) return [enforcing];
  const observing = validatingPolicy(part, {
    name: observedName(name),
    actions: ['Warn', 'Audit'],
    // An engine that is down stops nothing that it would only have warned of.
    failurePolicy: 'Ignore',
    namespaceSelector: observedNamespaces,
  });
  return [enforcing, observing];
}

function validatingPolicy(
  { resourceRules, variables, validations }: PolicyPart,
  {
    name,
    actions,
    failurePolicy,
    namespaceSelector,
  }: {
    readonly name: string;
    readonly actions: readonly string[];
    readonly failurePolicy: string;
    readonly namespaceSelector?: JsonMap;
  },
): PartialObject {
  return {
    apiVersion,
    kind: 'ValidatingPolicy',
    metadata: { name },
    spec: {
      validationActions: actions,
      failurePolicy,
      evaluation: {
        admission: { enabled: true },
        background: { enabled: false },
      },
      matchConstraints: {
        resourceRules,
        ...(namespaceSelector ? { namespaceSelector } : {}),
      },
      variables,
      validations,
    },
  };
}

/** It acts in enforced namespaces only: what an observed one runs stays as its author wrote it. */
function mutatingPolicy({
  name,
  resourceRules,
  inNamespaces,
  variables,
  patches,
}: PolicyPart): PartialObject {
  return {
    apiVersion,
    kind: 'MutatingPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'IfNeeded',
      evaluation: { admission: { enabled: true } },
      matchConstraints: {
        resourceRules,
        ...(inNamespaces ? { namespaceSelector: enforcedNamespaces } : {}),
      },
      variables,
      mutations: patches.map(expression => ({
        patchType: 'JSONPatch',
        jsonPatch: { expression },
      })),
    },
  };
}
