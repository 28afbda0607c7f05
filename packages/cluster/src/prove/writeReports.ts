import type { ClusterClient } from '../client';
import type { Proof } from './prove';
import { ProofError } from './rulesDigest';
import { reportKinds, reportName, reportOf } from './reports';

/**
 * Writes a proof into its namespace, as a report of each group that the cluster has.
 *
 * @returns the kinds that were written; none where the cluster has no policy reports.
 * @throws ProofError when a report may not be written.
 */
export async function writeReports(
  client: ClusterClient,
  proof: Proof,
): Promise<string[]> {
  const written: string[] = [];
  for (const kind of reportKinds) {
    const answer = await client.send({
      verb: 'patch',
      patch: 'apply',
      resource: `${kind.apiVersion}/${kind.resource}`,
      namespace: proof.namespace,
      name: reportName,
      body: reportOf(proof, kind),
    });
    if (answer.status === 404) continue;
    if (answer.status >= 300)
      throw new ProofError(
        `the ${kind.kind} of ${proof.namespace} can't be written: ${answer.message}`,
      );
    written.push(kind.kind);
  }
  return written;
}
