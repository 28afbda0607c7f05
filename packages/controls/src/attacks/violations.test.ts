import { isMap } from '../merge';
import type { Json, JsonMap, PartialObject } from '../objects';
import { findControl } from '../registry';
import { renderCluster, renderPlatform, renderTenant } from '../render';
import { exampleFleet } from '../testing/exampleFleet';

const fleet = exampleFleet();
const rendered: readonly PartialObject[] = [
  ...fleet.tenants.map(tenant => renderTenant(tenant, fleet)),
  ...fleet.clusters.map(cluster => renderCluster(cluster, fleet)),
  renderPlatform(fleet),
].flatMap(({ objects }) => objects.map(({ object }) => object));

/** The map with another value at the path; without one where it is undefined. */
function set(
  map: JsonMap,
  [key, ...rest]: readonly string[],
  value: Json | undefined,
): JsonMap {
  const { [key]: inner, ...others } = map;
  const changed =
    rest.length > 0 ? set(isMap(inner) ? inner : {}, rest, value) : value;
  return changed === undefined ? others : { ...others, [key]: changed };
}

/** Everything, with one field changed in every object of a kind. */
function spoilt(kind: string, path: string, value?: Json): PartialObject[] {
  return rendered.map(object =>
    object.kind === kind
      ? (set(object, path.split('/'), value) as PartialObject)
      : object,
  );
}

const template = 'spec/template/spec';

/** Each is noticed by a control's shape attack on a row. */
const mistakes: [string, string, PartialObject[]][] = [
  [
    'fair-share',
    'F03',
    spoilt('FlowSchema', 'spec/distinguisherMethod', { type: 'ByUser' }),
  ],
  ['fair-share', 'F04', spoilt('FlowSchema', 'spec/matchingPrecedence', 900)],
  ['fair-share', 'F04', spoilt('FlowSchema', 'spec/matchingPrecedence', 9000)],
  [
    'fair-share',
    'F04',
    spoilt(
      'PriorityLevelConfiguration',
      'spec/limited/nominalConcurrencyShares',
      82,
    ),
  ],
  ['canary', 'F05', spoilt('ValidatingPolicy', 'spec/failurePolicy', 'Ignore')],
  ['canary', 'F05', spoilt('MutatingPolicy', 'spec/failurePolicy', 'Ignore')],
  [
    'canary',
    'F05',
    spoilt('ValidatingPolicy', 'spec/validationActions', ['Audit']),
  ],
  [
    'canary',
    'F05',
    spoilt(
      'ValidatingPolicy',
      'spec/matchConstraints/namespaceSelector/matchExpressions',
      [{ key: 'tenantry.dev/tenant', operator: 'Exists' }],
    ),
  ],
  [
    'app-project',
    'G04',
    spoilt('AppProject', 'spec/clusterResourceWhitelist', []),
  ],
  [
    'app-project',
    'G04',
    spoilt('AppProject', 'spec/namespaceResourceWhitelist'),
  ],
  [
    'app-project',
    'G04',
    spoilt('AppProject', 'spec/sourceRepos', ['https://git.example.com/*']),
  ],
  [
    'app-project',
    'G04',
    spoilt('AppProject', 'spec/destinationServiceAccounts', [
      { server: '*', namespace: '*', defaultServiceAccount: 'a:b' },
    ]),
  ],
  [
    'guard-rail-project',
    'G05',
    spoilt('ApplicationSet', `${template}/project`, '{{.project}}'),
  ],
  [
    'guard-rail-project',
    'G05',
    spoilt('ApplicationSet', `${template}/destination/namespace`, '{{.ns}}'),
  ],
  [
    'guard-rail-project',
    'G05',
    spoilt('ApplicationSet', `${template}/source/repoURL`, '{{.url}}'),
  ],
  [
    'guard-rail-project',
    'G05',
    spoilt('ApplicationSet', 'spec/goTemplateOptions'),
  ],
  [
    'guard-rail-project',
    'G05',
    spoilt('ApplicationSet', 'spec/generators', [{ scmProvider: {} }]),
  ],
  [
    'guard-rail-project',
    'G05',
    spoilt('ApplicationSet', 'spec/generators', [
      { git: { files: [{ path: 'tenants/*.yaml' }] } },
    ]),
  ],
  [
    'guard-rail-project',
    'G07',
    spoilt('AppProject', 'spec/sourceRepos', ['https://git.example.com/a.git']),
  ],
  ['guard-rail-project', 'G09', spoilt('Namespace', 'metadata/annotations')],
  [
    'guard-rail-project',
    'G09',
    spoilt('Namespace', 'metadata/annotations', {
      'argocd.argoproj.io/sync-options': 'Prune=confirm',
    }),
  ],
  [
    'guard-rail-project',
    'G09',
    spoilt(
      'ApplicationSet',
      'spec/syncPolicy/preserveResourcesOnDeletion',
      false,
    ),
  ],
  [
    'guard-rail-project',
    'G09',
    spoilt('ApplicationSet', 'spec/syncPolicy/applicationsSync', 'sync'),
  ],
  [
    'guard-rail-project',
    'G09',
    spoilt('ApplicationSet', 'spec/preservedFields'),
  ],
  [
    'guard-rail-project',
    'G09',
    spoilt('Application', 'spec/syncPolicy/automated/allowEmpty', true),
  ],
  [
    'guard-rail-project',
    'G09',
    spoilt(
      'ApplicationSet',
      `${template}/syncPolicy/automated/allowEmpty`,
      true,
    ),
  ],
];

function violations(id: string, row: string, objects: PartialObject[]) {
  return (findControl(id)?.attacks ?? []).flatMap(attack =>
    attack.proof === 'shape' && attack.row === row
      ? attack.violations(objects)
      : [],
  );
}

describe('what is looked at in everything rendered', () => {
  it.each(mistakes)('would show: %s, %s, mistake %#', (id, row, objects) => {
    expect(violations(id, row, [...rendered])).toEqual([]);
    expect(violations(id, row, objects)).not.toEqual([]);
  });
});
