import { html } from 'hono/html';

import type { ForgeContext } from '../context';
import { countCommits, readCommit } from '../git/commits';
import { isTreePath } from '../git/names';
import { readObject } from '../git/objects';
import { resolveCommit } from '../git/refs';
import { findEntry, listTree, type ListedEntry } from '../git/trees';
import { encodePath } from '../links';
import { notFound } from '../refusal';
import type { Repository } from '../repositories';
import type { PageContext } from './env';
import { highlightLine } from './highlight';
import { count, icon, time, type Html } from './html';
import { layout } from './layout';
import { markdown } from './markdown';

const MAX_SHOWN_BYTES = 1024 * 1024;

/** A version of the files and a place in it. */
export interface Place {
  /** As asked for: a branch, a tag or an id. */
  readonly ref: string;
  readonly commit: string;
  /** '' is the top. */
  readonly path: string;
}

/** Tells ref from path in `<ref>/<path>`, for both may have slashes. */
export async function findPlace(
  repository: Repository,
  rest: string,
): Promise<Place> {
  const parts = rest.split('/').filter(Boolean);
  for (let length = 1; length <= Math.min(parts.length, 12); length += 1) {
    const ref = parts.slice(0, length).join('/');
    const commit = await resolveCommit(repository.git, ref);
    const path = parts.slice(length).join('/');
    if (commit && (path === '' || isTreePath(path))) {
      return { ref, commit, path };
    }
  }
  throw notFound('There is no such branch, tag or commit.');
}

export async function requireEntry(
  repository: Repository,
  { commit, path }: Place,
  type: ListedEntry['type'],
): Promise<ListedEntry> {
  const entry = await findEntry(repository.git, commit, path);
  if (entry?.type !== type) {
    throw notFound(`There is no ${type === 'tree' ? 'folder' : 'file'} there.`);
  }
  return entry;
}

/** The files of a folder, and its README. */
export async function treePage(
  forge: ForgeContext,
  c: PageContext,
  repository: Repository,
  place: Place,
): Promise<Html> {
  const tree = place.path
    ? (await requireEntry(repository, place, 'tree')).sha
    : place.commit;
  const [entries, commits, commit] = await Promise.all([
    listTree(repository.git, tree),
    countCommits(repository.git, place.commit),
    readCommit(repository.git, place.commit),
  ]);
  const sorted = [...entries].sort(
    (one, other) =>
      Number(other.type === 'tree') - Number(one.type === 'tree') ||
      one.path.localeCompare(other.path),
  );
  const base = `/${repository.fullName}`;
  const inside = place.path ? `${place.path}/` : '';
  return layout(c, {
    title: `${place.path || 'Files'} · ${repository.fullName}`,
    repository,
    tab: 'code',
    content: html`<div class="stack">
      ${place.path
        ? ''
        : html`<p class="quiet">${repository.description}</p>
            <p class="small">
              Clone: <code>git clone ${forge.url}${base}.git</code>
            </p>`}
      <h1>${place.path ? pathCrumbs(repository, place) : 'Files'}</h1>
      <section class="card">
        <header>
          <span class="ref">${place.ref}</span>
          <span class="grow quiet small">
            ${commit &&
            html`<a href="${base}/commit/${commit.sha}"
                >${commit.message.split('\n', 1)[0]}</a
              >
              ${time(new Date(commit.committer.seconds * 1000).toISOString())}`}
          </span>
          <a class="small" href="${base}/commits/${encodePath(place.ref)}"
            >${count(commits, 'commit')}</a
          >
        </header>
        <ul class="rows">
          ${sorted.map(entry => {
            const kind = entry.type === 'tree' ? 'tree' : 'blob';
            const path = encodePath(`${place.ref}/${inside}${entry.path}`);
            return html`<li>
              ${icon(kind === 'tree' ? 'folder' : 'file')}
              <a class="grow" href="${base}/${kind}/${path}">${entry.path}</a>
            </li>`;
          })}
        </ul>
        ${sorted.length === 0 ? html`<p class="empty">Nothing here.</p>` : ''}
      </section>
      ${await readme(repository, entries)}
    </div>`,
  });
}

async function readme(
  repository: Repository,
  entries: readonly ListedEntry[],
): Promise<Html | string> {
  const entry = entries.find(
    ({ path, mode }) => mode === '100644' && /^readme\.md$/i.test(path),
  );
  const blob = entry && (await readObject(repository.git, entry.sha));
  return blob && blob.content.length <= MAX_SHOWN_BYTES
    ? html`<section class="card">
        <header><h2>${entry.path}</h2></header>
        <div class="pad">${markdown(blob.content.toString())}</div>
      </section>`
    : '';
}

/** One file. */
export async function blobPage(
  c: PageContext,
  repository: Repository,
  place: Place,
): Promise<Html> {
  const entry = await requireEntry(repository, place, 'blob');
  const blob = await readObject(repository.git, entry.sha);
  const content = blob?.content ?? Buffer.alloc(0);
  const rawPath = `/${repository.fullName}/raw/${encodePath(
    place.ref,
  )}/${encodePath(place.path)}`;
  return layout(c, {
    title: `${place.path} · ${repository.fullName}`,
    repository,
    tab: 'code',
    content: html`<div class="stack">
      <h1>${pathCrumbs(repository, place)}</h1>
      <section class="card">
        <header>
          <span class="ref">${place.ref}</span>
          <span class="grow quiet small">${count(content.length, 'byte')}</span>
          <a class="small" href="${rawPath}">Raw</a>
        </header>
        ${blobBody(place.path, content)}
      </section>
    </div>`,
  });
}

function blobBody(path: string, content: Buffer): Html {
  if (content.length > MAX_SHOWN_BYTES || content.includes(0)) {
    return html`<p class="empty">
      ${content.includes(0) ? 'A binary file.' : 'Too large to show here.'}
    </p>`;
  }
  const lines = content.toString().replace(/\n$/, '').split('\n');
  return html`<div
    class="code"
    tabindex="0"
    role="region"
    aria-label="Content of ${path}"
  >
    <table>
      <tbody>
        ${lines.map(
          (line, index) =>
            html`<tr id="L${index + 1}">
              <td class="no">${index + 1}</td>
              <td>${highlightLine(path, line)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function pathCrumbs(repository: Repository, { ref, path }: Place): Html {
  const parts = path.split('/');
  const base = `/${repository.fullName}/tree/${encodePath(ref)}`;
  return html`<a href="${base}">${repository.name}</a> /
    ${parts.map((part, index) =>
      index === parts.length - 1
        ? part
        : html`<a
              href="${base}/${encodePath(parts.slice(0, index + 1).join('/'))}"
              >${part}</a
            >
            / `,
    )}`;
}
