/** Another portal with the same forge: its own mirror, its own turns. */
import { unwrap } from '@tenantry/model';
import { openMirror, type Mirror } from '../mirror';
import { prepareProposal, type Proposal } from '../proposal';
import { createClient } from '../propose/client';
import { propose, type ProposeOptions } from '../propose/propose';
import { obeyOrders } from './program';

export interface ProposerSettings {
  readonly url: string;
  readonly htmlUrl: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Empty or absent. */
  readonly directory: string;
}

export type ProposerOrder =
  | { readonly prepare: readonly unknown[]; readonly with: ProposerSettings }
  | { readonly propose: Pick<ProposeOptions, 'commits'> };

let ready:
  | { settings: ProposerSettings; mirror: Mirror; proposals: Proposal[] }
  | undefined;

async function prepare(
  requests: readonly unknown[],
  settings: ProposerSettings,
): Promise<void> {
  const { url, directory, htmlUrl } = settings;
  const mirror = await openMirror({ url, directory, branch: 'main' });
  const { head } = await mirror.fetch();
  const tree = await mirror.tree(head);
  const proposals = requests.map(request =>
    unwrap(
      prepareProposal({
        tree,
        request,
        requestedBy: { ref: 'user:default/guest' },
        repository: { htmlUrl },
      }),
    ),
  );
  ready = { settings, mirror, proposals };
}

/** All at once; answers outcomes, and the names of errors. */
async function proposeAll(options: Pick<ProposeOptions, 'commits'>) {
  if (!ready) throw new Error('nothing is prepared');
  const { settings, mirror, proposals } = ready;
  const { apiUrl, token, owner, repo } = settings;
  return Promise.all(
    proposals.map(proposal =>
      propose({
        octokit: createClient({ apiBaseUrl: apiUrl, token, throttle: false }),
        owner,
        repo,
        baseBranch: 'main',
        proposal,
        history: mirror,
        ...options,
      }).catch(error => String(error)),
    ),
  );
}

obeyOrders<ProposerOrder>(order =>
  'prepare' in order
    ? prepare(order.prepare, order.with)
    : proposeAll(order.propose),
);
