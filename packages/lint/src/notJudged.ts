import {
  contributedParts,
  controlContributions,
  controlsFor,
  registry,
} from '@tenantry/controls';
import type { Control, EnvironmentContext } from '@tenantry/controls';
import { isCounted } from './cluster/amounts';
import { compileRules } from './cluster/rules';
import { knownScopes } from './judge/quota';
import { listAt, mapAt, toValue } from './value';

/** A part of a control that no manifest shows. */
export interface NotJudged {
  readonly control: string;
  readonly title: string;
  /** What isn't judged, and why a manifest doesn't show it. */
  readonly reason: string;
}

/** What controls put into a cluster and lint has no say in, by kind: it acts on what runs, or on who asks. */
const beyondManifests: Readonly<Record<string, string>> = {
  NetworkPolicy: 'which connections are let through shows only while pods run',
  CiliumNetworkPolicy:
    'which connections are let through shows only while pods run',
  ClusterNetworkPolicy:
    'which connections are let through shows only while pods run',
  Gateway: 'which listeners there are to attach to is known to the cluster',
  ListenerSet: 'which listeners there are to attach to is known to the cluster',
  ConfigMap: "the platform's own configuration acts on what runs",
  ClusterRole: 'what else a role may do than create objects',
  RoleBinding: 'who belongs to a group is known to the identity provider',
  ServiceAccount: 'who acts as the account is known to the API server',
  FlowSchema: 'how fast requests are answered shows only while they come in',
  PriorityLevelConfiguration:
    'how fast requests are answered shows only while they come in',
  AppProject: 'from which repository manifests come is known to Argo CD',
  Application: 'how Argo CD keeps up the guard-rails',
  ApplicationSet: 'how Argo CD keeps up the guard-rails',
  ResourceQuota:
    'what is there already counts too, and only the cluster knows it',
  RuntimeClass: 'whether a node has the runtime shows only when a pod starts',
};

/** What lint can't tell of an environment's controls, each with the reason: a check that passes says nothing of these. */
export function notJudged(
  context: EnvironmentContext,
  controls: readonly Control[] = registry,
): NotJudged[] {
  const { unreadable } = compileRules(controls, context);
  return controlsFor(context, controls).flatMap(control => {
    const reasons = [
      ...unreadable
        .filter(rule => rule.control === control.id)
        .map(({ message, reason }) => `the rule “${message}”: ${reason}`),
      ...contributed(control, context),
      ...uncounted(control, context),
      ...otherRights(control),
      ...onChanges(control),
      ...elsewhere(control, context),
    ];
    return [...new Set(reasons)].map(reason => ({
      control: control.id,
      title: control.title,
      reason,
    }));
  });
}

function contributed(control: Control, context: EnvironmentContext): string[] {
  const { platform, cluster, tenant } = context;
  return contributedParts(control, context, {
    platform,
    clusters: [cluster],
    tenant,
    environments: [context],
  }).flatMap(({ object: { kind } }) =>
    Object.hasOwn(beyondManifests, kind)
      ? [`${kind}: ${beyondManifests[kind]}`]
      : [],
  );
}

/** Entries and scopes of quotas whose use no manifest tells. */
function uncounted(control: Control, context: EnvironmentContext): string[] {
  return controlContributions(control, context)
    .filter(({ kind }) => kind === 'ResourceQuota')
    .flatMap(object => {
      const spec = mapAt(toValue(object), 'spec');
      return [
        ...Object.keys(mapAt(spec, 'hard'))
          .filter(entry => !isCounted(entry))
          .map(entry => `the quota's entry ${entry}`),
        ...listAt(spec, 'scopes')
          .map(String)
          .filter(scope => !knownScopes.includes(scope))
          .map(scope => `the quota of scope ${scope}`),
      ];
    });
}

/** Rights that are withheld and aren't about creating objects. */
function otherRights({ withholds = [] }: Control): string[] {
  const others = withholds.flatMap(({ verbs, resources }) => [
    ...verbs.filter(verb => verb !== 'create'),
    ...resources.filter(resource => resource.includes('/')),
  ]);
  const names = [...new Set(others)];
  return names.length > 0
    ? [`${names.join(', ')}: whoever asks, asks the API server`]
    : [];
}

function onChanges({ rules = [], mutations = [] }: Control): string[] {
  return rules.length + mutations.length > 0
    ? ['changes of what is there: every object is judged as a new one']
    : [];
}

/** What the control's own attacks need besides an API server. */
function elsewhere({ attacks }: Control, context: EnvironmentContext) {
  return attacks.flatMap(attack =>
    attack.proof === 'none' && (attack.where?.(context) ?? true)
      ? [`${attack.title}: needs a ${attack.needs}`]
      : [],
  );
}
