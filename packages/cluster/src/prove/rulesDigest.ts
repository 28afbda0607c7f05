import { labels, managedBy } from '@tenantry/controls';
import type { KindOfObject } from '@tenantry/controls';
import { createHash } from 'node:crypto';
import type { ClusterClient } from '../client';
import { resourceOf } from '../resources';

/** Everything that rules are written as, in either dialect. */
export const policyKinds = [
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding',
  'policies.kyverno.io/v1 ValidatingPolicy',
  'policies.kyverno.io/v1 MutatingPolicy',
].map((text): KindOfObject => {
  const [apiVersion, kind] = text.split(' ');
  return { apiVersion, kind };
});

export const policyResources = policyKinds.map(resourceOf);

interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec?: unknown;
}

interface PolicyList {
  readonly items?: readonly Policy[];
}

/** A proof can't be finished, or not be written down. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
}

/**
 * `sha256:…` of the rules that are installed on the cluster now. A kind that the cluster doesn't have counts as empty.
 *
 * @throws ProofError when the policies may not be read: a proof without its rules is worth nothing.
 */
export async function rulesDigest(client: ClusterClient): Promise<string> {
  const lists: [string, readonly Policy[]][] = [];
  for (const resource of policyResources) {
    const answer = await client.send(
      { verb: 'list', resource },
      { query: { labelSelector: `${labels.managedBy}=${managedBy}` } },
    );
    if (answer.status === 404) continue;
    if (answer.status !== 200)
      throw new ProofError(`${resource} can't be read: ${answer.message}`);
    lists.push([resource, (answer.body as PolicyList).items ?? []]);
  }
  return digestOf(lists);
}

/** The digest of policies, by the resource they are of. */
export function digestOf(
  lists: Iterable<readonly [resource: string, policies: readonly Policy[]]>,
): string {
  const hash = createHash('sha256');
  for (const [resource, policies] of lists) {
    const sorted = [...policies].sort((left, right) =>
      left.metadata.name < right.metadata.name ? -1 : 1,
    );
    for (const { metadata, spec } of sorted)
      hash.update(`${resource}/${metadata.name} ${JSON.stringify(spec)}\n`);
  }
  return `sha256:${hash.digest('hex')}`;
}
