import type { PartialObject } from '../objects';
import type { PolicyPart } from './policies';

const apiVersion = 'policies.kyverno.io/v1';

/** A policy for Kyverno 1.19 or newer. Kinds with pod templates are named outright, so nothing is left to autogen. */
export function kyvernoPolicy(part: PolicyPart): PartialObject[] {
  const { kind, name, matchConstraints, variables } = part;
  return kind === 'validating'
    ? [
        {
          apiVersion,
          kind: 'ValidatingPolicy',
          metadata: { name },
          spec: {
            validationActions: ['Deny'],
            failurePolicy: 'Fail',
            evaluation: {
              admission: { enabled: true },
              background: { enabled: false },
            },
            matchConstraints,
            variables,
            validations: part.validations,
          },
        },
      ]
    : [
        {
          apiVersion,
          kind: 'MutatingPolicy',
          metadata: { name },
          spec: {
            failurePolicy: 'Fail',
            reinvocationPolicy: 'IfNeeded',
            evaluation: { admission: { enabled: true } },
            matchConstraints,
            variables,
            mutations: part.patches.map(expression => ({
              patchType: 'JSONPatch',
              jsonPatch: { expression },
            })),
          },
        },
      ];
}
