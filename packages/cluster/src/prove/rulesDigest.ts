import { labels, managedBy } from '@tenantry/controls';
import { createHash } from 'node:crypto';
import type { ClusterClient } from '../client';

/** Everything that rules are written as, in either dialect. */
export const policyResources = [
  'admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  'admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  'admissionregistration.k8s.io/v1/mutatingadmissionpolicies',
  'admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings',
  'policies.kyverno.io/v1/validatingpolicies',
  'policies.kyverno.io/v1/mutatingpolicies',
] as const;

interface PolicyList {
  readonly items?: readonly {
    readonly metadata: { readonly name: string };
    readonly spec?: unknown;
  }[];
}

/**
 * `sha256:…` of the rules that are installed on the cluster now. A kind that the cluster doesn't have counts as empty.
 *
 * @throws Error when the policies may not be read: a proof without its rules is worth nothing.
 */
export async function rulesDigest(client: ClusterClient): Promise<string> {
  const hash = createHash('sha256');
  for (const resource of policyResources) {
    const answer = await client.send(
      { verb: 'list', resource },
      { query: { labelSelector: `${labels.managedBy}=${managedBy}` } },
    );
    if (answer.status === 404) continue;
    if (answer.status !== 200)
      throw new Error(`${resource} can't be read: ${answer.message}`);
    const { items = [] } = answer.body as PolicyList;
    const sorted = [...items].sort((left, right) =>
      left.metadata.name < right.metadata.name ? -1 : 1,
    );
    for (const { metadata, spec } of sorted)
      hash.update(`${resource}/${metadata.name} ${JSON.stringify(spec)}\n`);
  }
  return `sha256:${hash.digest('hex')}`;
}
