import {
  foreignStage,
  peopleIn,
  prove,
  proverRole,
  RefusedError,
} from '@tenantry/cluster';
import type {
  ClusterClient,
  ForeignNamespace,
  ForeignProfile,
} from '@tenantry/cluster';
import { toYaml } from '@tenantry/controls';
import { UsageError, type Answer } from '../answer';
import { openWay } from '../clusters/connectClusters';
import { scoreAnswer } from '../print/score';
import { controlsNamed, type ProveCall } from './proveCall';

interface Options {
  readonly kubeconfig?: readonly string[];
  readonly control?: readonly string[];
  readonly role?: boolean;
  readonly profile: ForeignProfile;
  readonly adminGroup?: readonly string[];
  readonly developerGroup?: readonly string[];
  readonly viewerGroup?: readonly string[];
  readonly neighbour?: string;
  readonly registry?: string;
  readonly ingressClass?: string;
  readonly host?: string;
}

/** Nobody is in it, so nothing is hers by right. */
const strangers = ['tenantry:strangers'];

/** Scores a namespace that somebody else set up; nothing is written, and no repository is needed. */
export async function proveNamespace(
  namespace: string,
  { options, io, names, progress }: ProveCall,
): Promise<Answer> {
  const given = options as Options;
  const [kubeconfig, ...more] = given.kubeconfig ?? [];
  if (names.length + more.length > 0)
    throw new UsageError(
      '--namespace is about one namespace of one cluster, and no tenant',
    );
  const controls = controlsNamed(given.control);
  const client = await openWay(kubeconfig, io.cwd);
  try {
    await requireNamespace(client, namespace);
    const people = await peopleOf(client, namespace, given);
    const { stage, cast } = foreignStage({
      namespace,
      people,
      neighbour: { namespace: given.neighbour ?? 'default', groups: strangers },
      registry: given.registry,
      ingressClass: given.ingressClass,
      host: given.host,
      profile: given.profile,
    });
    if (given.role) {
      const role = proverRole([cast], { reports: false });
      return {
        fine: true,
        json: () => role,
        text: () => toYaml(role).trimEnd(),
      };
    }
    const proof = await prove(client, stage, {
      controls,
      cast,
      anyRefusal: true,
      onProgress: (done, all) =>
        progress(`trying ${namespace}: ${done} of ${all} attempts`),
    });
    progress('');
    return scoreAnswer(proof, {
      server: client.server,
      profile: given.profile,
      people,
    });
  } finally {
    client.close();
  }
}

/** @throws UsageError where there is none; who may not look goes on without knowing. */
async function requireNamespace(
  client: ClusterClient,
  namespace: string,
): Promise<void> {
  const { status } = await client.send({
    verb: 'get',
    resource: 'v1/namespaces',
    name: namespace,
  });
  if (status === 404)
    throw new UsageError(
      `${client.server} has no namespace ${namespace}: its attacks would all be refused for that`,
    );
}

/** @throws UsageError where nobody is known who could attack: then nothing would be shown. */
async function peopleOf(
  client: ClusterClient,
  namespace: string,
  { adminGroup, developerGroup, viewerGroup }: Options,
): Promise<ForeignNamespace['people']> {
  const named = {
    ...(adminGroup ? { admin: adminGroup } : {}),
    ...(developerGroup ? { developer: developerGroup } : {}),
    ...(viewerGroup ? { viewer: viewerGroup } : {}),
  };
  if (Object.keys(named).length > 0) return named;
  const wayOut = 'name one with --developer-group <group>';
  try {
    const found = await peopleIn(client, namespace);
    if (Object.keys(found).length > 0) return found;
    throw new UsageError(`no group has a role in ${namespace}: ${wayOut}`);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new UsageError(
      `who is in ${namespace} can't be read (${error.message}): ${wayOut}`,
    );
  }
}
