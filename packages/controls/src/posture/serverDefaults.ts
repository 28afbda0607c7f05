import type { Json, KubernetesObject } from '../objects';
import type { Difference } from './differences';

/** What an API server fills in where nothing is declared, by kind and field. All other defaults are written out by controls. */
const filledIn: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  Namespace: { spec: { finalizers: ['kubernetes'] } },
  ValidatingAdmissionPolicy: {
    'spec.matchConstraints.objectSelector': {},
    'spec.matchConstraints.namespaceSelector': {},
  },
  ValidatingAdmissionPolicyBinding: {
    'spec.matchResources.objectSelector': {},
  },
  // By the schema of Kyverno 1.19.
  MutatingPolicy: { 'spec.evaluation.skipBackgroundRequests': true },
  MutatingAdmissionPolicy: {
    'spec.matchConstraints.objectSelector': {},
    'spec.matchConstraints.namespaceSelector': {},
  },
};

/** Whether a difference is nothing but an API server's default, which means the same as if it weren't there. */
export function isFilledIn(
  { kind }: KubernetesObject,
  { path, declared, live }: Pick<Difference, 'path' | 'declared' | 'live'>,
): boolean {
  const value = filledIn[kind]?.[path.join('.')];
  return (
    declared === undefined &&
    value !== undefined &&
    JSON.stringify(value) === JSON.stringify(live)
  );
}
