import { pathOf } from './client';
import { resourceOf } from './resources';

describe('the path of a request', () => {
  it.each([
    ['v1/pods', 'team', undefined, '/api/v1/namespaces/team/pods'],
    [
      'v1/pods/ephemeralcontainers',
      'team',
      'web',
      '/api/v1/namespaces/team/pods/web/ephemeralcontainers',
    ],
    [
      'v1/namespaces/finalize',
      undefined,
      'team',
      '/api/v1/namespaces/team/finalize',
    ],
    [
      'apps/v1/deployments/scale',
      'team',
      'web',
      '/apis/apps/v1/namespaces/team/deployments/web/scale',
    ],
    [
      'node.k8s.io/v1/runtimeclasses',
      undefined,
      'gvisor',
      '/apis/node.k8s.io/v1/runtimeclasses/gvisor',
    ],
    ['v1/pods', 'a/../b', 'x?y', '/api/v1/namespaces/a%2F..%2Fb/pods/x%3Fy'],
  ])('of %s in %s named %s', (resource, namespace, name, path) => {
    expect(
      pathOf({
        verb: 'get',
        resource,
        ...(namespace ? { namespace } : {}),
        ...(name ? { name } : {}),
      }),
    ).toBe(path);
  });
});

describe('the resource of an object', () => {
  it.each([
    ['v1', 'ConfigMap', 'v1/configmaps'],
    ['networking.k8s.io/v1', 'Ingress', 'networking.k8s.io/v1/ingresses'],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'networking.k8s.io/v1/networkpolicies',
    ],
    ['node.k8s.io/v1', 'RuntimeClass', 'node.k8s.io/v1/runtimeclasses'],
  ])('%s %s', (apiVersion, kind, resource) => {
    expect(resourceOf({ apiVersion, kind })).toBe(resource);
  });
});
