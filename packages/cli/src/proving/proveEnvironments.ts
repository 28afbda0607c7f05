import {
  castOf,
  ClusterUnreachableError,
  ProofError,
  prove,
  proverRole,
  stagesOf,
  writeReports,
} from '@tenantry/cluster';
import type { ClusterClient, Proof } from '@tenantry/cluster';
import { toYaml } from '@tenantry/controls';
import type { Control, Stage } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { UsageError, type Answer } from '../answer';
import { closeAll, connectClusters } from '../clusters/connectClusters';
import { proofAnswer, type ProvedEnvironment } from '../print/proof';
import { readRepository } from '../repository/readRepository';
import { controlsNamed, type ProveCall } from './proveCall';

interface Options {
  readonly kubeconfig?: readonly string[];
  readonly cluster?: string;
  readonly revision?: string;
  readonly control?: readonly string[];
  readonly reports: boolean;
  readonly role?: boolean;
}

/** Proves environments of a repository, and writes the reports that its page reads. */
export async function proveEnvironments(call: ProveCall): Promise<Answer> {
  const { options, directory, io, names } = call;
  const given = options as Options;
  const controls = controlsNamed(given.control);
  // A report of some controls would take the place of one of all.
  const reports = given.reports && !given.control;
  const { fleet } = await readRepository(directory, given.revision);
  if (given.role) return roleAnswer(fleet, names, reports);
  const connections = await connectClusters(fleet.clusters, {
    kubeconfigs: given.kubeconfig,
    cluster: given.cluster,
    cwd: io.cwd,
  });
  try {
    const clusters = connections.map(({ cluster }) => cluster.metadata.name);
    const stages = stagesNamed(fleet, clusters, names);
    const environments: ProvedEnvironment[] = [];
    for (const { cluster, client } of connections)
      environments.push(
        ...(await proveOn(client, {
          stages: stages.filter(
            stage => stage.cluster.metadata.name === cluster.metadata.name,
          ),
          controls,
          reports,
          progress: call.progress,
        })),
      );
    call.progress('');
    return proofAnswer(environments, {
      controls,
      validDays: fleet.platform.spec.proofDays,
      reports,
    });
  } finally {
    closeAll(connections);
  }
}

interface Work {
  readonly stages: readonly Stage[];
  readonly controls: readonly Control[];
  readonly reports: boolean;
  readonly progress: ProveCall['progress'];
}

/** One after the other; where the cluster stops answering, the rest isn't tried any more. */
async function proveOn(
  client: ClusterClient,
  { stages, controls, reports, progress }: Work,
): Promise<ProvedEnvironment[]> {
  const environments: ProvedEnvironment[] = [];
  let unreachable: string | undefined;
  for (const [index, stage] of stages.entries()) {
    if (unreachable !== undefined) {
      environments.push({ stage, seconds: 0, problem: unreachable });
      continue;
    }
    const started = Date.now();
    const place = `${stage.namespace} (${index + 1} of ${stages.length})`;
    const since = () => (Date.now() - started) / 1000;
    try {
      const proof = await prove(client, stage, {
        controls,
        onProgress: (done, all) =>
          progress(`proving ${place}: ${done} of ${all} attempts`),
      });
      const seconds = since();
      environments.push({
        stage,
        proof,
        seconds,
        ...(reports ? await reported(client, proof) : {}),
      });
    } catch (error) {
      if (error instanceof ClusterUnreachableError) unreachable = error.message;
      else if (!(error instanceof ProofError)) throw error;
      environments.push({ stage, seconds: since(), problem: error.message });
    }
  }
  return environments;
}

async function reported(
  client: ClusterClient,
  proof: Proof,
): Promise<Pick<ProvedEnvironment, 'reports' | 'problem'>> {
  try {
    return { reports: await writeReports(client, proof) };
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return { problem: error.message };
  }
}

/** @throws UsageError where a name is none of an environment on these clusters. */
function stagesNamed(
  fleet: Fleet,
  clusters: readonly string[],
  names: readonly string[],
): Stage[] {
  const all = clusters.flatMap(cluster => stagesOf(fleet, cluster));
  const isNamed = (stage: Stage, name: string) => {
    const tenant = stage.tenant.metadata.name;
    return name === tenant || name === `${tenant}/${stage.environment.name}`;
  };
  const missing = names.filter(name => !all.some(each => isNamed(each, name)));
  if (missing.length > 0)
    throw new UsageError(
      `there is no environment of ${missing.join(', ')} on ${clusters.join(
        ', ',
      )}`,
    );
  return names.length === 0
    ? all
    : all.filter(stage => names.some(name => isNamed(stage, name)));
}

/** For all clusters: who the actors are doesn't depend on where. */
function roleAnswer(
  fleet: Fleet,
  names: readonly string[],
  reports: boolean,
): Answer {
  const clusters = fleet.clusters.map(({ metadata }) => metadata.name);
  const role = proverRole(stagesNamed(fleet, clusters, names).map(castOf), {
    reports,
  });
  return {
    fine: true,
    json: () => role,
    text: () => toYaml(role).trimEnd(),
  };
}
