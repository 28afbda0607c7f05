import { html } from 'hono/html';

import {
  listCommits,
  readCommit,
  readCommits,
  type Commit,
} from '../git/commits';
import { diffTrees } from '../git/diff';
import { resolveCommit } from '../git/refs';
import { encodePath } from '../links';
import { notFound } from '../refusal';
import type { Repository } from '../repositories';
import { diffFiles } from './diff';
import type { PageContext } from './env';
import { fileTree } from './fileTree';
import { count, lineCounts, time, type Html } from './html';
import { layout } from './layout';

const PAGE_SIZE = 50;

export async function commitListPage(
  c: PageContext,
  repository: Repository,
  ref: string,
): Promise<Html> {
  const from = await resolveCommit(repository.git, ref);
  if (!from) {
    throw notFound('There is no such branch, tag or commit.');
  }
  const page = Math.max(
    1,
    Number.parseInt(c.req.query('page') ?? '1', 10) || 1,
  );
  const shas = await listCommits(repository.git, {
    from,
    skip: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE + 1,
  });
  const commits = await readCommits(repository.git, shas.slice(0, PAGE_SIZE));
  const here = `/${repository.fullName}/commits/${encodePath(ref)}`;
  return layout(c, {
    title: `Commits · ${repository.fullName}`,
    repository,
    tab: 'commits',
    content: html`<div class="stack">
      <h1>Commits</h1>
      <p><span class="ref">${ref}</span></p>
      <div class="card">
        <ul class="rows">
          ${commits.map(commit => commitRow(repository, commit))}
        </ul>
      </div>
      <nav class="row" aria-label="Pages">
        ${page > 1 ? html`<a href="${here}?page=${page - 1}">Newer</a>` : ''}
        ${shas.length > PAGE_SIZE
          ? html`<a href="${here}?page=${page + 1}">Older</a>`
          : ''}
      </nav>
    </div>`,
  });
}

function commitRow(repository: Repository, commit: Commit): Html {
  const path = `/${repository.fullName}/commit/${commit.sha}`;
  return html`<li>
    <span class="grow">
      <a href="${path}"><strong>${subject(commit)}</strong></a>
      <br /><span class="quiet small"
        >${commit.author.name}, ${committedAt(commit)}</span
      >
    </span>
    <a class="end" href="${path}"><code>${commit.sha.slice(0, 7)}</code></a>
  </li>`;
}

export async function commitPage(
  c: PageContext,
  repository: Repository,
  name: string,
): Promise<Html> {
  const sha = await resolveCommit(repository.git, name);
  const commit = sha ? await readCommit(repository.git, sha) : undefined;
  if (!sha || !commit) {
    throw notFound('There is no such commit.');
  }
  const files = await diffTrees(repository.git, commit.parents[0], sha);
  const body = commit.message.split('\n').slice(1).join('\n').trim();
  return layout(c, {
    title: `${subject(commit)} · ${repository.fullName}`,
    repository,
    tab: 'commits',
    content: html`<div class="stack">
      <h1>${subject(commit)}</h1>
      <p class="quiet">
        ${commit.author.name}, ${committedAt(commit)}, <code>${sha}</code>
        ${commit.parents.map(
          parent => html`<br />parent
            <a href="/${repository.fullName}/commit/${parent}"
              ><code>${parent.slice(0, 7)}</code></a
            >`,
        )}
      </p>
      ${body ? html`<pre class="card pad">${body}</pre>` : ''}
      <h2>
        ${count(files.length, 'file')} changed
        ${lineCounts(
          files.reduce((sum, file) => sum + file.additions, 0),
          files.reduce((sum, file) => sum + file.deletions, 0),
        )}
      </h2>
      <div class="files">
        ${fileTree(files)}
        <div class="stack">${diffFiles(files, repository, sha)}</div>
      </div>
    </div>`,
  });
}

function subject(commit: Commit): string {
  return commit.message.split('\n', 1)[0] || '(no message)';
}

function committedAt(commit: Commit): Html {
  return time(new Date(commit.committer.seconds * 1000).toISOString());
}
