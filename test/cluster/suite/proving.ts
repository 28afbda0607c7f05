import {
  castOf,
  foreignStage,
  prove,
  proverRole,
  reportKinds,
  reportName,
  writeReports,
} from '@tenantry/cluster';
import type { ClusterClient, Proof } from '@tenantry/cluster';
import type { PartialObject, Stage } from '@tenantry/controls';
import type { ControlPlane } from '../rig/controlPlane';
import { openAccount } from './account';
import { applyAll } from './apply';
import type { Arena } from './arena';

/** One thing that must hold, and what was wrong with it. */
export interface Check {
  readonly name: string;
  readonly problem?: string;
}

const rbac = 'rbac.authorization.k8s.io';
/** Set up by nobody's rules, and left there. */
export const handMade = 'hand-made';
const handMadeGroup = 'hand-made-team';

/**
 * Proves a managed namespace and one that was set up by hand, as somebody with the emitted role and no other right; then
 * looks whether anything was left behind, and whether the reports are there.
 */
export async function checkProving(
  plane: ControlPlane,
  arena: Arena,
): Promise<Check[]> {
  const stage = arena.stages.find(({ profile }) => profile.name === 'hardened');
  if (!stage) throw new Error('no hardened environment to prove');
  await applyAll(arena.client, handMadeObjects());
  const foreign = foreignStage({
    namespace: handMade,
    people: { developer: [handMadeGroup] },
    neighbour: { namespace: stage.namespace, groups: ['neighbours'] },
    registry: 'registry.example.com',
  });
  const casts = [castOf(stage), foreign.cast];
  const prover = await openAccount(plane, arena.client, {
    name: 'prover',
    role: proverRole(casts, { reports: true }),
  });
  try {
    const before = await everything(arena.client, [stage.namespace, handMade]);
    const proof = await prove(prover, stage);
    const other = await prove(prover, foreign.stage, {
      cast: foreign.cast,
      anyRefusal: true,
    });
    const after = await everything(arena.client, [stage.namespace, handMade]);
    return [
      managedHolds(proof),
      byHandIsTold(other),
      check('nothing is left behind', differences(before, after)),
      ...(await reportsAreThere(prover, arena.client, proof, stage)),
    ];
  } finally {
    prover.close();
  }
}

function check(name: string, problems: readonly string[]): Check {
  return problems.length > 0
    ? { name, problem: problems.join('\n') }
    : { name };
}

function managedHolds({ results }: Proof): Check {
  const tried = results.filter(({ verdict }) => verdict !== 'skipped');
  const wrong = tried.filter(({ verdict }) => verdict !== 'refused');
  return check(
    'a managed namespace holds, proved with the emitted role alone',
    [
      ...(tried.length < 100
        ? [`only ${tried.length} attempts were tried`]
        : []),
      ...wrong.map(
        ({ control, title, route, verdict, reason = '' }) =>
          `${control}: ${title}, ${route}: ${verdict} ${reason}`,
      ),
    ],
  );
}

/** The built-in role `edit` and nothing else: privileged pods get in, other namespaces stay closed. */
function byHandIsTold({ results }: Proof): Check {
  const verdicts = (control: string) =>
    new Set(
      results
        .filter(result => result.control === control)
        .map(({ verdict }) => verdict),
    );
  return check(
    'a namespace made by hand is told what it lacks, and what it has',
    [
      ...(verdicts('pod-security').has('admitted')
        ? []
        : ['no privileged pod was admitted']),
      ...(verdicts('tenant-roles').has('refused')
        ? []
        : ['RBAC refused nothing']),
    ],
  );
}

async function reportsAreThere(
  prover: ClusterClient,
  client: ClusterClient,
  proof: Proof,
  { namespace }: Stage,
): Promise<Check[]> {
  await writeReports(prover, proof);
  return Promise.all(
    reportKinds.map(async ({ apiVersion, kind, resource }) => {
      const answer = await client.send({
        verb: 'get',
        resource: `${apiVersion}/${resource}`,
        namespace,
        name: reportName,
      });
      const text = JSON.stringify(answer.body ?? '');
      return check(`the proof is written as a ${kind} of ${apiVersion}`, [
        ...(answer.status === 200 ? [] : [answer.message]),
        ...(text.includes(proof.rules) ? [] : ['it lacks the digest']),
      ]);
    }),
  );
}

/** A namespace with the built-in role `edit` for one group, and nothing else. */
export function handMadeObjects(): PartialObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: handMade } },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'team', namespace: handMade },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: handMadeGroup }],
    },
  ];
}

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

/** What changes by itself. */
const restless = /(^|\/)(events|leases)$/;

/** Every object of the namespaces and outside of namespaces, with its version, by listing every resource there is. */
async function everything(
  client: ClusterClient,
  namespaces: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const prefix of await groupVersions(client)) {
    const { resources } = (await client.get(prefix)).body as ResourceList;
    const listable = resources.filter(
      ({ name, verbs }) => verbs.includes('list') && !restless.test(name),
    );
    for (const { name, namespaced } of listable) {
      const paths = namespaced
        ? namespaces.map(each => `${prefix}/namespaces/${each}/${name}`)
        : [`${prefix}/${name}`];
      for (const path of paths) {
        const { items = [] } = (await client.get(path)).body as {
          items?: { metadata: { name: string; resourceVersion?: string } }[];
        };
        for (const { metadata } of items)
          found.set(`${path}/${metadata.name}`, metadata.resourceVersion ?? '');
      }
    }
  }
  return found;
}

async function groupVersions(client: ClusterClient): Promise<string[]> {
  const { groups } = (await client.get('/apis')).body as {
    groups: { preferredVersion: { groupVersion: string } }[];
  };
  return [
    '/api/v1',
    ...groups.map(
      ({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`,
    ),
  ];
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter(key => before.get(key) !== after.get(key));
}
