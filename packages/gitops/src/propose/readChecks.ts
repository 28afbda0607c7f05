import { BadCredentialsError, RepositoryMissingError } from '../errors';
import { call, unreadableAnswer, type Attempt } from './errors';
import type { ForgeRepository } from './forge';

/** What others have found out about a commit: its check runs and its commit statuses, by name. */
export interface Checks {
  /** `none`: nobody has reported one. `unknown`: the token may not read all of them. */
  readonly state: 'none' | 'running' | 'failing' | 'passing' | 'unknown';
  readonly running: readonly string[];
  readonly failing: readonly string[];
  readonly passing: readonly string[];
  /** Why they are unknown. */
  readonly reason?: string;
}

const pageSize = 100;

type Outcome = 'running' | 'failing' | 'passing';

interface Check {
  readonly name: string;
  readonly outcome: Outcome;
}

/**
 * Reads both kinds, of which GitHub shows one list. A token without a right to them is an answer, not an error: whoever
 * waits for a merge can do without.
 */
export async function readChecks(
  forge: ForgeRepository,
  commit: string,
): Promise<Checks> {
  const checks: Check[] = [];
  let reason: string | undefined;
  for (const read of [readStatuses, readCheckRuns]) {
    try {
      checks.push(...(await read(forge, commit)));
    } catch (error) {
      if (!isForbidden(error)) throw error;
      reason = error.message;
    }
  }
  const named = (outcome: Outcome) => [
    ...new Set(
      checks
        .filter(check => check.outcome === outcome)
        .map(({ name }) => oneLine(name)),
    ),
  ];
  const lists = {
    running: named('running'),
    failing: named('failing'),
    passing: named('passing'),
  };
  return {
    ...lists,
    ...(reason === undefined
      ? { state: stateOf(lists) }
      : { state: 'unknown', reason }),
  };
}

function stateOf(
  lists: Pick<Checks, Outcome>,
): Exclude<Checks['state'], 'unknown'> {
  const outcomes = ['running', 'failing', 'passing'] as const;
  return outcomes.find(outcome => lists[outcome].length > 0) ?? 'none';
}

function isForbidden(
  error: unknown,
): error is BadCredentialsError | RepositoryMissingError {
  return (
    error instanceof BadCredentialsError ||
    error instanceof RepositoryMissingError
  );
}

const statusOutcomes: Readonly<Record<string, Outcome>> = {
  success: 'passing',
  pending: 'running',
};

async function readStatuses(
  forge: ForgeRepository,
  commit: string,
): Promise<Check[]> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'read the statuses of a commit', writes: false };
  const statuses = await everyPage(forge, attempt, async page => {
    const { data, headers } = await octokit.rest.repos.getCombinedStatusForRef({
      owner,
      repo,
      ref: commit,
      per_page: pageSize,
      page,
    });
    return { items: data?.statuses, headers };
  });
  return statuses.map(({ context, state }) => ({
    name: context,
    outcome: statusOutcomes[state] ?? 'failing',
  }));
}

/** Conclusions with which GitHub itself lets a pull request be merged. */
const passing: ReadonlySet<string> = new Set(['success', 'neutral', 'skipped']);

async function readCheckRuns(
  forge: ForgeRepository,
  commit: string,
): Promise<Check[]> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'read the check runs of a commit', writes: false };
  const runs = await everyPage(forge, attempt, async page => {
    const { data, headers } = await octokit.rest.checks.listForRef({
      owner,
      repo,
      ref: commit,
      filter: 'latest',
      per_page: pageSize,
      page,
    });
    return { items: data?.check_runs, headers };
  });
  return runs.map(({ name, status, conclusion }) => ({
    name,
    outcome: outcomeOf(status, conclusion),
  }));
}

function outcomeOf(status: string, conclusion: string | null): Outcome {
  if (status !== 'completed') return 'running';
  return passing.has(conclusion ?? '') ? 'passing' : 'failing';
}

interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly headers: { readonly link?: string };
}

async function everyPage<T>(
  forge: ForgeRepository,
  attempt: Attempt,
  read: (page: number) => Promise<Page<T>>,
): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; ; page += 1) {
    const { items, headers } = await call(forge, attempt, () => read(page));
    if (!Array.isArray(items)) throw unreadableAnswer(forge, attempt);
    found.push(...items);
    if (!headers.link?.includes('rel="next"')) return found;
  }
}

/** Names are chosen by whoever reports; they end up in logs. */
function oneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
