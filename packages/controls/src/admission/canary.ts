import { attack, attackName, sampleOf } from '../attacks';
import type { Stage } from '../attacks';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { domain } from '../names';
import { whole } from '../attacks/requests';
import { targetNames } from './targets';
import type { Target } from './targets';

/** Whoever carries this label is refused, by every policy: that is how one sees that a policy is in force. */
export const canaryLabel = `${domain}/canary`;

/** One resource of each target, whose creation meets its policy. */
const birds: Readonly<Record<Exclude<Target, 'namespaces'>, string>> = {
  workloads: 'v1/pods',
  roles: 'rbac.authorization.k8s.io/v1/roles',
  'role-bindings': 'rbac.authorization.k8s.io/v1/rolebindings',
  services: 'v1/services',
  routes: 'networking.k8s.io/v1/ingresses',
  'network-policies': 'networking.k8s.io/v1/networkpolicies',
  claims: 'v1/persistentvolumeclaims',
  'disruption-budgets': 'policy/v1/poddisruptionbudgets',
  secrets: 'v1/secrets',
  objects: 'v1/configmaps',
};

/** Whether the tenant could create the harmless one at all. */
const possible: Partial<
  Record<Target, (context: EnvironmentContext) => boolean>
> = {
  routes: ({ environment, cluster }) =>
    environment.hosts.length > 0 && cluster.spec.ingress !== undefined,
  claims: ({ cluster }) => cluster.spec.storageClasses.length > 0,
};

function canaryOf(target: Target, stage: Stage) {
  const marked = { labels: { [canaryLabel]: target } };
  if (target === 'namespaces') {
    const request = (metadata: object) =>
      ({
        verb: 'create',
        resource: 'v1/namespaces',
        body: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: attackName, ...metadata },
        },
      } as const);
    return { attack: request(marked), twin: request({}) };
  }
  const { resource, kind, object } = sampleOf(birds[target]);
  const request = (metadata: object) =>
    ({
      verb: 'create',
      resource,
      namespace: stage.namespace,
      body: whole(resource, kind, stage.namespace, {
        ...object(stage),
        metadata: { ...metadata },
      }),
    } as const);
  return { attack: request(marked), twin: request({}) };
}

/**
 * A harmless request that every policy must refuse.
 *
 * Fields: metadata.labels, the key tenantry.dev/canary, on every resource that a policy looks at.
 * A policy that isn't in force (its engine down, its webhook gone, a binding lost) lets the canary through, and says so
 * before anybody with worse in mind finds out.
 */
export const canary = defineControl({
  id: 'canary',
  title: 'Every policy proves that it is awake',
  component: 'admission',
  why: 'A policy engine that is down, or a webhook whose selector was overwritten, refuses nothing and reports nothing. A request that must be refused tells the difference within a second.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
  ],
  stops: [
    { id: 'F05', attempt: 'profit from a policy engine that is down' },
    { id: 'E05', attempt: 'find a resource that no policy looks at' },
  ],
  rules: [
    {
      on: targetNames,
      require: `!('${canaryLabel}' in variables.newLabels)`,
      message: `the label ${canaryLabel} is refused, so that anybody can see that the rules are in force`,
      everyRequest: true,
    },
  ],
  attacks: targetNames.map(target =>
    attack(
      'E05',
      `the canary of ${target}`,
      stage => [{ route: 'create', ...canaryOf(target, stage) }],
      {
        as:
          target === 'namespaces' || target === 'network-policies'
            ? 'insider'
            : 'admin',
        where: possible[target],
      },
    ),
  ),
});
