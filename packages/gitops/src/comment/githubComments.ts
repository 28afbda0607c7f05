import { call, unreadableAnswer } from '../propose/errors';
import type { ForgeRepository } from '../propose/forge';
import type { OwnComment, PullRequestComments } from './keepComment';

interface ApiComment {
  readonly id: number;
  readonly body?: string;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
}

const who = '{ viewer { login } }';

/** The comments on a pull request of GitHub, or of a forge that speaks its API. */
export function githubComments(
  forge: ForgeRepository,
  number: number,
): PullRequestComments {
  const { octokit, owner, repo } = forge;
  const name = `#${number}`;
  const missing = `has no pull request ${name}`;

  /** Also of the token of a workflow, to which REST doesn't tell whose it is. */
  async function myName(): Promise<string> {
    const attempt = { to: 'say whose the token is', writes: false };
    const { viewer } = await call(forge, attempt, () =>
      octokit.graphql<{ viewer?: { login?: string } }>(who),
    );
    if (!viewer?.login) throw unreadableAnswer(forge, attempt);
    return viewer.login;
  }

  return {
    name,
    async own() {
      const me = await myName();
      const attempt = {
        to: `list the comments on pull request ${name}`,
        writes: false,
        missing,
      };
      const all: ApiComment[] = await call(forge, attempt, () =>
        octokit.paginate(octokit.rest.issues.listComments, {
          owner,
          repo,
          issue_number: number,
          per_page: 100,
        }),
      );
      return all
        .filter(({ user }) => user && isMe(user.login, me))
        .map(commentIn);
    },
    async create(body) {
      const attempt = {
        to: `comment on pull request ${name}`,
        writes: true,
        missing,
      };
      const { data } = await call(forge, attempt, () =>
        octokit.rest.issues.createComment({
          owner,
          repo,
          issue_number: number,
          body,
        }),
      );
      return commentIn(data);
    },
    async update(id, body) {
      const attempt = {
        to: `update the comment on pull request ${name}`,
        writes: true,
      };
      const { data } = await call(forge, attempt, () =>
        octokit.rest.issues.updateComment({
          owner,
          repo,
          comment_id: id,
          body,
        }),
      );
      return commentIn(data);
    },
  };
}

/** An app is `name[bot]`, which no person can be called, and GraphQL may leave the ending out. */
function isMe(login: string, me: string): boolean {
  return login === me || login === `${me}[bot]`;
}

function commentIn({ id, body = '', html_url }: ApiComment): OwnComment {
  return { id, body, url: html_url };
}
