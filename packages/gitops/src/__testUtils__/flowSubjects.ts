import { createHash } from 'node:crypto';
import { unwrap } from '@tenantry/model';
import { prepareProposal, type Proposal } from '../proposal';
import { paymentsRequest } from './fleet';
import type { TestRepository } from './forgeFixture';
import type { Flow, Trace } from './proposalFlows';

/** A tenant, with what it has on the forge already and what is about to be asked for. */
export interface Subject {
  readonly tenant: string;
  readonly wanted: Proposal;
  /** A person's commit on the tenant's branch, after another request. */
  readonly foreign?: string;
}

const environments = [
  { name: 'dev', cluster: 'dev-1' },
  { name: 'prod', cluster: 'prod-1' },
];

/** Its request is for one environment; where another is open, that was for two. */
export async function subject(
  repository: TestRepository,
  { open }: Pick<Flow, 'open'>,
  tenant: string,
): Promise<Subject> {
  const { mirror, htmlUrl } = repository;
  const tree = await mirror.tree((await mirror.head()) ?? '');
  const prepare = (count: number) =>
    unwrap(
      prepareProposal({
        tree,
        request: {
          ...paymentsRequest,
          name: tenant,
          environments: environments.slice(0, count),
        },
        requestedBy: { ref: 'user:default/guest' },
        repository: { htmlUrl },
      }),
    );
  const wanted = prepare(1);
  if (open === 'same') await repository.propose(wanted);
  if (open !== 'other') return { tenant, wanted };

  await repository.propose(prepare(2));
  const path = notesOf(tenant);
  const foreign = await repository.commit(wanted.branch, path, 'mine');
  return { tenant, wanted, foreign };
}

function notesOf(tenant: string): string {
  return `tenants/${tenant}/notes.md`;
}

/** A tenant's branch and pull requests as the forge's API shows them. */
export async function look(
  { owner, repo, octokit }: TestRepository,
  { wanted: { branch } }: Subject,
) {
  const ref = `heads/${branch}`;
  const head = `${owner}:${branch}`;
  const [refs, pulls] = await Promise.all([
    octokit.rest.git.listMatchingRefs({ owner, repo, ref }),
    octokit.rest.pulls.list({ owner, repo, state: 'all', head }),
  ]);
  return {
    branch: refs.data.map(({ object }) => object.sha),
    'pull request': pulls.data.map(
      ({ state, number }) => [number, state] as const,
    ),
    text: pulls.data.map(({ title, body }) => [title, body] as const),
    labels: pulls.data.flatMap(({ labels }) => labels.map(({ name }) => name)),
    reviewers: pulls.data.flatMap(pull => [
      ...(pull.requested_reviewers ?? []).map(({ login }) => login),
      ...(pull.requested_teams ?? []).map(({ slug }) => `team:${slug}`),
    ]),
  };
}
export type Look = Awaited<ReturnType<typeof look>>;

/** Takes back what a run left on a branch and in the text of its pull request. */
export async function restore(
  { owner, repo, octokit }: TestRepository,
  { wanted: { branch } }: Subject,
  before: Look,
): Promise<void> {
  const ref = `heads/${branch}`;
  const [sha] = before.branch;
  await (sha === undefined
    ? octokit.rest.git.deleteRef({ owner, repo, ref })
    : octokit.rest.git.updateRef({ owner, repo, ref, sha, force: true }));
  for (const [n, [pull_number]] of before['pull request'].entries()) {
    const [title, text] = before.text[n];
    const body = text ?? '';
    await octokit.rest.pulls.update({ owner, repo, pull_number, title, body });
  }
}

export function tracesBetween(before: Look, after: Look): Trace[] {
  const opened = before['pull request'].length < after['pull request'].length;
  const traces: Trace[] = [
    'branch',
    'pull request',
    // A pull request that is new comes with a text.
    ...(opened ? [] : (['text', 'labels', 'reviewers'] as const)),
  ];
  return traces.filter(
    trace => JSON.stringify(before[trace]) !== JSON.stringify(after[trace]),
  );
}

/** What git and the forge hold for these tenants now. Besides theirs, `strayBranches` and `strayPulls` are there. */
export async function findings(
  { owner, repo, octokit, mirror }: TestRepository,
  subjects: readonly Subject[],
) {
  const { head } = await mirror.fetch();
  const all = { owner, repo, state: 'all', per_page: 100 } as const;
  const [pulls, branches] = await Promise.all([
    octokit.paginate(octokit.rest.pulls.list, all),
    octokit.paginate(octokit.rest.repos.listBranches, all),
  ]);
  const known = new Set(['main', ...subjects.map(one => one.wanted.branch)]);
  return {
    strayBranches: branches.filter(({ name }) => !known.has(name)),
    strayPulls: pulls.filter(pull => !known.has(pull.head.ref)),
    tenants: await Promise.all(
      subjects.map(async ({ tenant, wanted, foreign }) => {
        const tip = (await mirror.branchTip(wanted.branch)) ?? '';
        const changes = await mirror.diff(head, tip);
        const told = wanted.describe([], foreign === undefined ? 1 : 2);
        return {
          tenant,
          pulls: pulls
            .filter(pull => pull.head.ref === wanted.branch)
            .map(({ state, title, body, head: { sha } }) => ({
              state,
              showsTip: sha === tip,
              title,
              tellsOfRequest: body?.includes(told.trim()) === true,
            })),
          files: new Map(changes.map(({ path, after }) => [path, after?.sha])),
          keepsForeign:
            foreign === undefined ||
            (await mirror.mergeBase(foreign, tip)) === foreign,
        };
      }),
    ),
  };
}

/** What `findings` are to be: one open pull request a tenant, and what was asked for is on its branch. */
export function asWanted(subjects: readonly Subject[]) {
  return {
    strayBranches: [],
    strayPulls: [],
    tenants: subjects.map(({ tenant, wanted, foreign }) => ({
      tenant,
      pulls: [
        {
          state: 'open',
          showsTip: true,
          title: wanted.title,
          tellsOfRequest: true,
        },
      ],
      files: new Map([
        ...wanted.changes.map(
          ({ path, content }) => [path, blobId(content)] as const,
        ),
        ...(foreign ? [[notesOf(tenant), blobId('mine')] as const] : []),
      ]),
      keepsForeign: true,
    })),
  };
}

function blobId(content: string): string {
  const size = Buffer.byteLength(content);
  return createHash('sha1').update(`blob ${size}\0${content}`).digest('hex');
}
