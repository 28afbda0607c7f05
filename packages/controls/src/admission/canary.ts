import { attack, create, sampleOf } from '../attacks';
import type { ApiRequest, Attempt, Sample, Stage } from '../attacks';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { itemsAt } from '../itemsAt';
import { domain, labels } from '../names';
import { isList, isMap } from '../merge';
import type { JsonMap, PartialObject } from '../objects';
import { targetNames } from './targets';
import type { Target } from './targets';

/** Whoever carries this label is refused, by every policy: that is how one sees that a policy is in force. */
export const canaryLabel = `${domain}/canary`;

/** Resources of each target, the first of which the tenant could create meets its policy. */
const birds: Readonly<
  Record<Exclude<Target, 'namespaces'>, readonly string[]>
> = {
  workloads: ['v1/pods'],
  roles: ['rbac.authorization.k8s.io/v1/roles'],
  'role-bindings': ['rbac.authorization.k8s.io/v1/rolebindings'],
  services: ['v1/services'],
  routes: [
    'networking.k8s.io/v1/ingresses',
    'gateway.networking.k8s.io/v1/httproutes',
  ],
  'network-policies': ['networking.k8s.io/v1/networkpolicies'],
  claims: ['v1/persistentvolumeclaims'],
  'disruption-budgets': ['policy/v1/poddisruptionbudgets'],
  secrets: ['v1/secrets'],
  objects: ['v1/configmaps'],
};

function birdOf(
  target: Exclude<Target, 'namespaces'>,
  context: EnvironmentContext,
): Sample | undefined {
  return birds[target]
    .map(sampleOf)
    .find(({ where }) => where?.(context) ?? true);
}

/** The canary and its harmless twin; nothing where the tenant could create neither. */
function canaryOf(target: Target, stage: Stage): Attempt[] {
  const attempt = (request: (metadata: JsonMap) => ApiRequest): Attempt => ({
    route: 'create',
    attack: request({ labels: { [canaryLabel]: target } }),
    twin: request({}),
  });
  if (target === 'namespaces')
    return [
      attempt(metadata =>
        create('v1/namespaces', 'Namespace', undefined, { metadata }),
      ),
    ];
  const bird = birdOf(target, stage);
  if (!bird) return [];
  const { resource, kind, object } = bird;
  return [
    attempt(metadata =>
      create(resource, kind, stage.namespace, { ...object(stage), metadata }),
    ),
  ];
}

const policyKind = /^(Validating|Mutating)(Admission)?Policy$/;

/** Whether it looks at nothing but observed namespaces, in which requests are let through and told of. */
function isForObserved(object: PartialObject): boolean {
  return ['matchConstraints', 'matchResources'].some(field =>
    itemsAt(object, `spec.${field}.namespaceSelector.matchExpressions`).some(
      ({ key, operator }) => key === labels.observed && operator === 'Exists',
    ),
  );
}

/** What lets requests through that can't be judged, or only warns of them. */
function lenient(objects: readonly PartialObject[]): string[] {
  const all = objects.map(object => ({
    kind: object.kind,
    name: `${object.kind} ${object.metadata.name}`,
    spec: isMap(object.spec) ? object.spec : {},
    observes: isForObserved(object),
  }));
  const names = new Set(all.map(({ name }) => name));
  const found = all.filter(({ observes }) => !observes);
  const policies = found.filter(({ kind }) => policyKind.test(kind));
  const refusing = found.filter(({ kind }) =>
    ['ValidatingPolicy', 'ValidatingAdmissionPolicyBinding'].includes(kind),
  );
  return [
    ...policies
      .filter(({ spec }) => spec.failurePolicy !== 'Fail')
      .map(({ name }) => `${name} is passed over when it fails`),
    ...policies
      .filter(({ kind }) => kind.endsWith('AdmissionPolicy'))
      .filter(
        ({ kind, name }) => !names.has(name.replace(kind, `${kind}Binding`)),
      )
      .map(({ name }) => `${name} has no binding`),
    ...refusing
      .filter(
        ({ spec: { validationActions } }) =>
          !isList(validationActions) || !validationActions.includes('Deny'),
      )
      .map(({ name }) => `${name} refuses nothing`),
  ];
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
  attacks: [
    ...targetNames.map(target =>
      attack(
        'E05',
        `the canary of ${target}`,
        stage => canaryOf(target, stage),
        { as: target === 'namespaces' ? 'insider' : 'admin' },
      ),
    ),
    {
      proof: 'shape',
      row: 'F05',
      title: 'a policy that is passed over when its engine is down',
      violations: lenient,
    },
  ],
});
