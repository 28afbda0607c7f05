import { attack, attackName } from '../attacks';
import type { ApiAttack, ApiRequest, Attempt, Stage } from '../attacks';
import { jsonPatch, mergePatch, overlay } from '../attacks/overlay';
import { annotations, labels } from '../names';
import type { JsonMap, PartialObject } from '../objects';
import { throwaway } from './throwaway';

type Change = (namespace: PartialObject, stage: Stage) => PartialObject;

/** Keys that are gone, or have another value. */
const withMetadata =
  (metadata: JsonMap | ((stage: Stage) => JsonMap)): Change =>
  (namespace, stage) => ({
    ...namespace,
    metadata: overlay(
      namespace.metadata,
      typeof metadata === 'function' ? metadata(stage) : metadata,
    ),
  });

const without =
  (map: 'labels' | 'annotations', key: string): Change =>
  namespace => {
    const { [key]: _, ...kept } = namespace.metadata[map] ?? {};
    return { ...namespace, metadata: { ...namespace.metadata, [map]: kept } };
  };

/** What nobody minds. */
const harmless = withMetadata({
  annotations: { 'example.com/touched': 'yes' },
});

/** Every way to write a Namespace that is there. */
const routes: readonly (readonly [
  verb: 'update' | 'merge' | 'json' | 'apply',
  subresource: '' | '/status' | '/finalize',
])[] = [
  ['update', ''],
  ['merge', ''],
  ['json', ''],
  ['apply', ''],
  ['merge', '/status'],
  ['json', '/status'],
  ['apply', '/status'],
  ['update', '/finalize'],
];

function attempt(
  [verb, subresource]: (typeof routes)[number],
  change: Change,
  stage: Stage,
  id: string,
): Attempt {
  const before = throwaway(stage, id);
  const request = (after: PartialObject): ApiRequest => {
    const to = {
      resource: `v1/namespaces${subresource}`,
      name: before.metadata.name,
    };
    switch (verb) {
      case 'update':
        return {
          verb,
          ...to,
          // Without the API server's own finalizer it would be gone at once.
          body: { ...after, spec: { finalizers: ['kubernetes'] } },
        };
      case 'merge':
        return {
          verb: 'patch',
          patch: verb,
          ...to,
          body: mergePatch(before, after),
        };
      case 'json':
        return {
          verb: 'patch',
          patch: verb,
          ...to,
          body: jsonPatch(before, after),
        };
      default:
        return { verb: 'patch', patch: verb, ...to, body: after };
    }
  };
  return {
    route: `${
      verb === 'update' || verb === 'apply' ? verb : `${verb} patch`
    } of namespaces${subresource}`,
    attack: request(change(before, stage)),
    twin: request(harmless(before, stage)),
    given: [before],
  };
}

const podSecurity = 'pod-security.kubernetes.io';
const privileged = withMetadata({
  labels: { [`${podSecurity}/enforce`]: 'privileged' },
});

/** Every way to write a Namespace, or one. */
type By = 'namespaces' | 'subresources' | 'one route';

const changes: readonly (readonly [
  row: string,
  title: string,
  change: Change,
  by?: By,
])[] = [
  ['N01', 'privileged pods', privileged, 'namespaces'],
  ['N02', 'privileged pods', privileged, 'subresources'],
  [
    'N01',
    'no Pod Security at all',
    without('labels', `${podSecurity}/enforce`),
  ],
  [
    'N04',
    "another tenant's label",
    withMetadata(({ neighbour }) => ({
      labels: { [labels.tenant]: neighbour.tenant },
    })),
  ],
  ['N04', 'no tenant', without('labels', labels.tenant)],
  [
    'N04',
    'rules that only warn',
    withMetadata({ labels: { [labels.observed]: '2999-12-31' } }),
    'namespaces',
  ],
  [
    'N04',
    'a label that somebody else selects on',
    withMetadata({ labels: { 'example.com/may-use-gateway': '' } }),
  ],
  [
    'N04',
    'registries of its own choice',
    withMetadata({ annotations: { [annotations.registries]: 'evil.example' } }),
    'subresources',
  ],
  [
    'N04',
    'an annotation of the platform, left empty',
    withMetadata({ annotations: { [annotations.groups]: '' } }),
  ],
  [
    'N04',
    'a control that is switched off',
    withMetadata({ annotations: { [annotations.exceptions]: 'host-probes' } }),
    'namespaces',
  ],
  ['N04', 'no annotation', without('annotations', annotations.deletion)],
  [
    'N05',
    'administrative access to devices',
    withMetadata({ labels: { 'resource.kubernetes.io/admin-access': 'true' } }),
  ],
  [
    'N09',
    'an old version of the Pod Security standard',
    withMetadata({ labels: { [`${podSecurity}/enforce-version`]: 'v1.33' } }),
  ],
  [
    'S02',
    'nodes by an annotation',
    withMetadata({
      annotations: { 'scheduler.alpha.kubernetes.io/node-selector': 'pool=a' },
    }),
  ],
  [
    'G09',
    'pruning without being asked',
    withMetadata({
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=true' },
    }),
  ],
];

function isChosen(
  [verb, subresource]: (typeof routes)[number],
  by: By,
): boolean {
  switch (by) {
    case 'namespaces':
      return subresource === '';
    case 'subresources':
      return subresource !== '';
    default:
      return verb === 'merge' && subresource === '';
  }
}

export const identityAttacks: readonly ApiAttack[] = [
  ...changes.map(([row, title, change, by = 'one route'], index) =>
    attack(
      row,
      title,
      stage =>
        routes
          .filter(route => isChosen(route, by))
          .map((route, place) =>
            attempt(route, change, stage, `${index}-${place}`),
          ),
      { as: 'insider' },
    ),
  ),
  attack(
    'N04',
    "a new namespace with another tenant's label",
    stage => {
      const made = (metadata: JsonMap): ApiRequest => ({
        verb: 'create',
        resource: 'v1/namespaces',
        body: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: attackName, ...metadata },
        },
      });
      return [
        {
          route: 'create',
          attack: made({
            labels: { [labels.tenant]: stage.neighbour.tenant },
          }),
          twin: made({ labels: { 'example.com/team': 'ours' } }),
        },
      ];
    },
    { as: 'insider' },
  ),
];
