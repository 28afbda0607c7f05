import { Hono } from 'hono';

import type { ForgeContext } from '../context';
import {
  countCommits,
  listCommits,
  mergeBase,
  readCommit,
  readCommits,
} from '../git/commits';
import { diffText, diffTrees, patchText } from '../git/diff';
import { isTreePath } from '../git/names';
import { listRefs, resolveCommit } from '../git/refs';
import { htmlUrl, repositoryApiUrl } from '../links';
import { notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { listPulls } from '../state/pulls';
import {
  param,
  requireCommit,
  wants,
  type ApiContext,
  type ApiEnv,
} from './env';
import { pageOf, paginate, setLinks } from './paginate';
import { commitShape, fileShape } from './shapes/commit';
import { pullShape } from './shapes/pull';

export function commitRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo');

  routes.get('/commits', async c => {
    const repository = c.get('repository');
    const from = await resolveCommit(
      repository.git,
      c.req.query('sha') || repository.defaultBranch,
    );
    if (!from) {
      throw c.req.query('sha')
        ? notFound()
        : new Refusal(409, 'Git Repository is empty.');
    }
    const path = c.req.query('path')?.replace(/^\/+|\/+$/g, '');
    if (path && !isTreePath(path)) {
      return c.json([]);
    }
    const page = pageOf(c);
    const shas = await listCommits(repository.git, {
      from,
      path,
      since: dateQuery(c, 'since'),
      until: dateQuery(c, 'until'),
      skip: (page.number - 1) * page.size,
      limit: page.size + 1,
    });
    setLinks(c, page, { more: shas.length > page.size });
    const commits = await readCommits(repository.git, shas.slice(0, page.size));
    return c.json(
      commits.map(commit => commitShape(forge, repository, commit)),
    );
  });

  // The pull requests that brought a commit, or would.
  routes.get('/commits/:ref{.+}/pulls', async c => {
    const repository = c.get('repository');
    const sha = await requireCommit(repository, param(c, 'ref'));
    const pulls = listPulls(forge.db, repository.id, { state: 'all' }).filter(
      pull => pull.headSha === sha || pull.mergeCommitSha === sha,
    );
    return c.json(
      paginate(c, pulls).map(pull => pullShape(forge, repository, pull)),
    );
  });

  routes.get('/commits/:ref{.+}/branches-where-head', async c => {
    const repository = c.get('repository');
    const sha = await requireCommit(repository, param(c, 'ref'));
    const branches = await listRefs(repository.git, 'refs/heads/');
    return c.json(
      branches
        .filter(branch => branch.sha === sha)
        .map(({ name }) => ({
          name: name.slice('refs/heads/'.length),
          commit: {
            sha,
            url: repositoryApiUrl(forge, repository, `/commits/${sha}`),
          },
          protected: false,
        })),
    );
  });

  routes.get('/commits/:ref{.+}/comments', c => c.json([]));

  routes.get('/commits/:ref{.+}', c => getCommit(forge, c));

  routes.get('/compare/:range{.+}', c => compare(forge, c));

  return routes;
}

function dateQuery(c: ApiContext, name: string): string | undefined {
  const text = c.req.query(name);
  const milliseconds = text ? Date.parse(text) : NaN;
  return Number.isNaN(milliseconds)
    ? undefined
    : new Date(milliseconds).toISOString();
}

async function getCommit(forge: ForgeContext, c: ApiContext) {
  const repository = c.get('repository');
  const sha = await requireCommit(repository, param(c, 'ref'));
  const commit = await readCommit(repository.git, sha);
  if (!commit) {
    throw notFound();
  }
  if (wants(c, 'sha')) {
    return c.text(sha);
  }
  const [parent] = commit.parents;
  if (wants(c, 'diff')) {
    return c.text(await diffText(repository.git, parent, sha));
  }
  const files = await diffTrees(repository.git, parent, sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return c.json({
    ...commitShape(forge, repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map(file => fileShape(forge, repository, file, sha)),
  });
}

/** `base...head`: what head has that base has not, since they parted. */
async function compare(forge: ForgeContext, c: ApiContext) {
  const repository = c.get('repository');
  const [baseName, headName] = param(c, 'range').split('...');
  const [base, head] = await Promise.all([
    resolveCommit(repository.git, withoutOwner(repository, baseName)),
    resolveCommit(repository.git, withoutOwner(repository, headName ?? '')),
  ]);
  if (!base || !head) {
    throw notFound();
  }
  const start = await mergeBase(repository.git, base, head);
  if (!start) {
    throw notFound(`No common ancestor between ${baseName} and ${headName}.`);
  }
  if (wants(c, 'diff')) {
    return c.text(await diffText(repository.git, start, head));
  }
  if (wants(c, 'patch')) {
    return c.text(await patchText(repository.git, base, head));
  }
  const [files, shas, behind] = await Promise.all([
    diffTrees(repository.git, start, head),
    listCommits(repository.git, {
      from: head,
      excluding: base,
      oldestFirst: true,
    }),
    countCommits(repository.git, base, head),
  ]);
  const [baseCommit, startCommit, ...commits] = await readCommits(
    repository.git,
    [base, start, ...paginate(c, shas)],
  );
  const range = `${baseName}...${headName}`;
  const html = htmlUrl(forge, repository, `/compare/${range}`);
  return c.json({
    url: repositoryApiUrl(forge, repository, `/compare/${range}`),
    html_url: html,
    permalink_url: htmlUrl(forge, repository, `/compare/${base}...${head}`),
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitShape(forge, repository, baseCommit),
    merge_base_commit: commitShape(forge, repository, startCommit),
    status: relation(shas.length, behind),
    ahead_by: shas.length,
    behind_by: behind,
    total_commits: shas.length,
    commits: commits.map(commit => commitShape(forge, repository, commit)),
    files: files.map(file => fileShape(forge, repository, file, head)),
  });
}

function relation(ahead: number, behind: number) {
  if (ahead > 0) {
    return behind > 0 ? 'diverged' : 'ahead';
  }
  return behind > 0 ? 'behind' : 'identical';
}

function withoutOwner(repository: Repository, name: string): string {
  const prefix = `${repository.owner}:`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
