import { createClient, githubComments, gitlabComments } from '@tenantry/gitops';
import type { PullRequestComments } from '@tenantry/gitops';
import { UsageError } from '../answer';
import type { Io } from '../io';

/** Where a comment goes, or why nobody can write one from here. */
export type CommentPlace =
  | { readonly comments: PullRequestComments; readonly missing?: undefined }
  | { readonly missing: string };

const pullRef = /^refs\/pull\/(\d+)\//;

/** @throws UsageError for what is no address. */
function addressIn(env: Io['env'], name: string, otherwise?: string): string {
  const address = env[name] || otherwise || '';
  if (/^https?:/.test(address) && URL.canParse(address)) return address;
  throw new UsageError(`${name} is no address of a forge's API`);
}

/** On GitLab a pipeline says so itself. */
export function isGitlab(env: Io['env']): boolean {
  return Boolean(env.CI_API_V4_URL && env.CI_PROJECT_ID);
}

/**
 * The pull request that the environment of a job names, as GitHub Actions and GitLab set it.
 *
 * @param number of the pull request, where somebody gave it.
 * @throws UsageError
 */
export function commentPlace(
  env: Io['env'],
  number: string | undefined,
): CommentPlace {
  return isGitlab(env)
    ? onGitlab(env, number ?? env.CI_MERGE_REQUEST_IID)
    : onGithub(env, number ?? env.GITHUB_REF?.match(pullRef)?.[1]);
}

function onGithub(env: Io['env'], number: string | undefined): CommentPlace {
  const { GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = env;
  const apiBaseUrl = addressIn(env, 'GITHUB_API_URL', 'https://api.github.com');
  const [owner, repo, ...more] = repository?.split('/') ?? [];
  if (!owner || !repo || more.length > 0)
    throw new UsageError(
      '--comment needs the repository: set GITHUB_REPOSITORY to <owner>/<name>, as GitHub Actions does, or run in a pipeline of GitLab',
    );
  const iid = numberOf(number);
  if (!token)
    return {
      missing:
        'GITHUB_TOKEN is not set: give the job the token of its workflow, with pull-requests: write',
    };
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(
    new URL(apiBaseUrl).hostname,
  );
  const octokit = createClient({ apiBaseUrl, token, throttle: !local });
  return { comments: githubComments({ octokit, owner, repo }, iid) };
}

function onGitlab(env: Io['env'], number: string | undefined): CommentPlace {
  const {
    CI_PROJECT_ID: project = '',
    CI_PROJECT_URL: htmlUrl,
    GITLAB_TOKEN: token,
  } = env;
  const apiUrl = addressIn(env, 'CI_API_V4_URL');
  const iid = numberOf(number);
  if (!token)
    return {
      missing:
        'GITLAB_TOKEN is not set: give the job a project access token with the scope api (a job’s own token can’t write comments)',
    };
  return { comments: gitlabComments({ apiUrl, project, iid, token, htmlUrl }) };
}

function numberOf(number: string | undefined): number {
  if (number === undefined)
    throw new UsageError(
      '--comment needs a pull request: name it with --pull-request <number>, or run in a job of one',
    );
  if (!/^[1-9]\d{0,9}$/.test(number))
    throw new UsageError(`--pull-request ${number} is no number`);
  return Number(number);
}
