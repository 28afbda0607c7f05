import { isDeepStrictEqual } from 'node:util';
import { checkSatisfiable, type Plan } from '@tenantry/controls';
import {
  checkTenant,
  parseTenant,
  parseTenantRequest,
  tenantFromRequest,
  unwrap,
  type Problem,
  type Result,
  type Tenant,
} from '@tenantry/model';
import { changeSet, type FileChange } from './changes';
import { clashesWithAsked, uncheckable, type AskedTenant } from './claims';
import { commitMessage, type Requester } from './commitMessage';
import { exceptionProblems } from './exceptionProblems';
import { tenantFiles } from './files';
import { readFleet } from './fleet';
import { proposalBranch, tenantOfAnySource, tenantPath } from './layout';
import { planChange } from './plan';
import {
  pullRequestBody,
  pullRequestTitle,
  type RepositoryPages,
} from './pullRequest';
import { sortedFiles, type Files, type Tree } from './tree';

/** A request, worked out against one commit: everything that a pull request needs. Nothing is written yet. */
export interface Proposal {
  readonly tenant: Tenant;
  /** As the base has it; absent for a new tenant. */
  readonly before?: Tenant;
  readonly base: {
    readonly commit: string;
    readonly time: string;
    readonly treeSha?: string;
  };
  readonly changes: readonly FileChange[];
  readonly plan: Plan;
  readonly branch: string;
  readonly title: string;
  readonly commitMessage: string;
  readonly requestedBy?: Requester;
  readonly body: string;
  /**
   * The description when something was asked for on the same branch before.
   *
   * @param earlierRequesters their entity references, in order.
   * @param requests how many there are with this one; default: it alone.
   */
  describe(earlierRequesters: readonly string[], requests?: number): string;
}

export interface ProposalInput {
  readonly tree: Tree;
  /** What a form or another program sent; not trusted. */
  readonly request: unknown;
  readonly requestedBy?: Requester;
  readonly repository: RepositoryPages;
  readonly portalUrl?: string;
  /** Tenants of open pull requests: what they ask for isn't free either. */
  readonly asked?: readonly AskedTenant[];
  /** Year-month-day; when given, a tenant that has expired by then is refused. */
  readonly today?: string;
}

/**
 * Works a request out against a tree: every problem at once, with paths of the request, or a proposal.
 *
 * @throws NotATenantryRepositoryError, InvalidInputError when the repository itself can't be understood.
 */
export function prepareProposal(input: ProposalInput): Result<Proposal> {
  const { tree, repository } = input;
  const { fleet, problems } = readFleet(tree, repository.htmlUrl);
  const request = parseTenantRequest(input.request);
  if (!request.ok) return request;

  const { name } = request.value;
  const broken = problems.filter(
    ({ file }) => tenantOfAnySource(file) === name,
  );
  if (broken.length > 0) return { ok: false, problems: broken };

  const before = fleet.tenants.find(known => known.metadata.name === name);
  const tenant = tenantFromRequest(request.value, fleet.platform, before);
  const found = [
    ...checkTenant(tenant, fleet, { today: input.today }),
    ...checkSatisfiable(tenant, fleet),
    ...exceptionProblems(tenant, { fleet, tree }, { today: input.today }),
    ...clashesWithAsked(tenant, fleet, input.asked ?? []),
    ...uncheckable(tenant, before, problems),
  ];
  if (found.length > 0) return refused(found);

  const files = withSourceKept(tenantFiles(tenant, fleet), {
    tenant,
    before,
    tree,
  });
  assertReadable(files, tenant);

  const changes = changeSet(tree, name, files);
  const plan = planChange({ before, after: tenant, fleet, changes });
  return {
    ok: true,
    value: withTexts(input, { tenant, before, changes, plan }),
  };
}

/** What is written must be read back as what was asked for, or nobody could read the tenant any more. */
function assertReadable(files: Files, tenant: Tenant): void {
  const file = tenantPath(tenant.metadata.name);
  const read = unwrap(parseTenant(files.get(file) ?? '', { file }));
  if (!isDeepStrictEqual(read, tenant)) {
    throw new Error(`${file} would be read back as another tenant`);
  }
}

/** A tenant file that means the same keeps the comments and the layout that a person gave it. */
function withSourceKept(
  files: Files,
  { tenant, before, tree }: { tenant: Tenant; before?: Tenant; tree: Tree },
): Files {
  const path = tenantPath(tenant.metadata.name);
  const written = tree.read(path);
  return written !== undefined && isDeepStrictEqual(tenant, before)
    ? sortedFiles([...files, [path, written]])
    : files;
}

function withTexts(
  { tree, requestedBy, repository, portalUrl }: ProposalInput,
  parts: Pick<Proposal, 'tenant' | 'before' | 'changes' | 'plan'>,
): Proposal {
  const { tenant, plan } = parts;
  const branch = proposalBranch(tenant.metadata.name);
  const title = pullRequestTitle(plan);
  const describe = (earlierRequesters: readonly string[], requests = 1) =>
    pullRequestBody({
      plan,
      tenant,
      branch,
      baseCommit: tree.commit,
      requestedBy,
      earlierRequesters: earlierRequesters.filter(
        requester => requester !== requestedBy?.ref,
      ),
      requests,
      repository,
      portalUrl,
    });
  return {
    ...parts,
    base: { commit: tree.commit, time: tree.time, treeSha: tree.treeSha },
    branch,
    title,
    commitMessage: commitMessage(title, tenant.metadata.name, requestedBy),
    requestedBy,
    body: describe([]),
    describe,
  };
}

/** Problems of a tenant file, with the paths of the request that it was made from; those of another file stay. */
function refused(problems: readonly Problem[]): Result<never> {
  return {
    ok: false,
    problems: problems.map(problem =>
      problem.file === undefined
        ? { ...problem, path: requestPath(problem.path) }
        : problem,
    ),
  };
}

function requestPath(path: Problem['path']): Problem['path'] {
  return path[0] === 'spec' || path[0] === 'metadata' ? path.slice(1) : path;
}
