import { placementKinds, platformKinds } from '@tenantry/controls';
import { resourceOf } from './resources';

it.each([...platformKinds, ...placementKinds])(
  'knows the resource of a $kind',
  ({ group, kind, resource }) => {
    expect(resourceOf({ apiVersion: `${group}/v1`, kind })).toBe(
      `${group}/v1/${resource}`,
    );
  },
);

it.each([
  ['apps/v1', 'Deployment', 'apps/v1/deployments'],
  ['v1', 'Namespace', 'v1/namespaces'],
  ['networking.k8s.io/v1', 'Ingress', 'networking.k8s.io/v1/ingresses'],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  ],
  [
    'policies.kyverno.io/v1',
    'MutatingPolicy',
    'policies.kyverno.io/v1/mutatingpolicies',
  ],
  ['node.k8s.io/v1', 'RuntimeClass', 'node.k8s.io/v1/runtimeclasses'],
])('knows the resource of a %s %s', (apiVersion, kind, resource) => {
  expect(resourceOf({ apiVersion, kind })).toBe(resource);
});
