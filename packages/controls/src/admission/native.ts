import type { PartialObject } from '../objects';
import type { PolicyPart } from './policies';

const apiVersion = 'admissionregistration.k8s.io/v1';

/** A policy that the API server itself enforces (Kubernetes 1.36 or newer), with the binding that puts it in force. */
export function nativePolicy(part: PolicyPart): PartialObject[] {
  const { kind, name, variables } = part;
  const metadata = { name };
  // The API server's default, written out: other versions of the same resource don't slip by.
  const matchConstraints = {
    ...part.matchConstraints,
    matchPolicy: 'Equivalent',
  };
  return kind === 'validating'
    ? [
        {
          apiVersion,
          kind: 'ValidatingAdmissionPolicy',
          metadata,
          spec: {
            failurePolicy: 'Fail',
            matchConstraints,
            variables,
            validations: part.validations.map(validation => ({
              ...validation,
              reason: 'Forbidden',
            })),
          },
        },
        {
          apiVersion,
          kind: 'ValidatingAdmissionPolicyBinding',
          metadata,
          spec: { policyName: name, validationActions: ['Deny'] },
        },
      ]
    : [
        {
          apiVersion,
          kind: 'MutatingAdmissionPolicy',
          metadata,
          spec: {
            failurePolicy: 'Fail',
            reinvocationPolicy: 'IfNeeded',
            matchConstraints,
            variables,
            mutations: part.patches.map(expression => ({
              patchType: 'JSONPatch',
              jsonPatch: { expression },
            })),
          },
        },
        {
          apiVersion,
          kind: 'MutatingAdmissionPolicyBinding',
          metadata,
          spec: { policyName: name },
        },
      ];
}
