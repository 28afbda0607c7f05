import Database from 'better-sqlite3';
import { chmodSync } from 'node:fs';
import type { z } from 'zod';

/** Everything the forge knows beside git: pull requests and what people said and decided about them. */
export interface StateDatabase {
  all<T extends z.ZodType>(
    row: T,
    sql: string,
    ...values: Value[]
  ): z.infer<T>[];
  one<T extends z.ZodType>(
    row: T,
    sql: string,
    ...values: Value[]
  ): z.infer<T> | undefined;
  /** Answers the id of the inserted row, or what a `returning` is not needed for. */
  run(sql: string, ...values: Value[]): { id: number; changes: number };
  transaction<T>(work: () => T): T;
  close(): void;
}

export type Value = string | number | null;

/** One entry a version; entries are only ever appended. */
const MIGRATIONS = [
  `
  create table repositories (
    id integer primary key, owner text not null collate nocase, name text not null collate nocase,
    description text not null, defaultBranch text not null,
    createdAt text not null, updatedAt text not null, pushedAt text not null,
    unique (owner, name)
  );
  create table pulls (
    id integer primary key, repositoryId integer not null references repositories, number integer not null,
    title text not null, body text, author text not null, draft integer not null,
    headRef text not null, headSha text not null, baseRef text not null, baseSha text not null,
    state text not null check (state in ('open', 'closed')),
    createdAt text not null, updatedAt text not null, closedAt text, mergedAt text, mergedBy text,
    mergeCommitSha text,
    unique (repositoryId, number)
  );
  create index pullsByHead on pulls (repositoryId, headRef);
  create index pullsByBase on pulls (repositoryId, baseRef);
  -- At most one open pull request for each pair of branches, whatever happens at once.
  create unique index openPulls on pulls (repositoryId, headRef, baseRef) where state = 'open';
  create table labels (
    id integer primary key, repositoryId integer not null references repositories,
    name text not null collate nocase, color text not null, description text,
    unique (repositoryId, name)
  );
  create table pullLabels (
    pullId integer not null references pulls, labelId integer not null references labels on delete cascade,
    primary key (pullId, labelId)
  );
  create table pullPeople (
    pullId integer not null references pulls, role text not null check (role in ('assignee', 'reviewer', 'team')),
    login text not null collate nocase, primary key (pullId, role, login)
  );
  create table comments (
    id integer primary key, pullId integer not null references pulls, author text not null, body text not null,
    createdAt text not null, updatedAt text not null
  );
  create table reviews (
    id integer primary key, pullId integer not null references pulls, author text not null, body text not null,
    state text not null check (state in ('PENDING', 'COMMENTED', 'APPROVED', 'CHANGES_REQUESTED', 'DISMISSED')),
    commitId text not null, submittedAt text
  );
  create table events (
    id integer primary key, pullId integer not null references pulls, kind text not null, actor text not null,
    detail text not null, createdAt text not null
  );
  create table statuses (
    id integer primary key, repositoryId integer not null references repositories, sha text not null,
    context text not null, state text not null, description text, targetUrl text, creator text not null,
    createdAt text not null
  );
  create index statusesBySha on statuses (repositoryId, sha);
  create table hooks (
    id integer primary key, repositoryId integer not null references repositories, url text not null,
    secret text not null, contentType text not null, events text not null, active integer not null,
    createdAt text not null, updatedAt text not null
  );
  create table deliveries (
    id integer primary key, hookId integer not null references hooks on delete cascade, guid text not null,
    event text not null, action text, payload text not null,
    state text not null check (state in ('pending', 'delivered', 'failed')),
    attempts integer not null, statusCode integer, detail text, createdAt text not null, deliveredAt text
  );
  create index deliveriesByHook on deliveries (hookId, id);
  create index pendingDeliveries on deliveries (state) where state = 'pending';
  `,
];

export function openDatabase(file: string): StateDatabase {
  const database = new Database(file, { timeout: 500 });
  // Webhook secrets are in it.
  chmodSync(file, 0o600);
  claim(database, file);
  database.pragma('foreign_keys = ON');
  migrate(database, file);

  return {
    all: (row, sql, ...values) =>
      database
        .prepare(sql)
        .all(...values)
        .map(found => row.parse(found)),
    one: (row, sql, ...values) => {
      const found = database.prepare(sql).get(...values);
      return found === undefined ? undefined : row.parse(found);
    },
    run: (sql, ...values) => {
      const { lastInsertRowid, changes } = database.prepare(sql).run(...values);
      return { id: Number(lastInsertRowid), changes };
    },
    transaction: work => database.transaction(work)(),
    close: () => database.close(),
  };
}

/** One forge a directory: refs are guarded by locks that another process would not see. */
function claim(database: Database.Database, file: string): void {
  database.pragma('locking_mode = EXCLUSIVE');
  try {
    database.pragma('journal_mode = WAL');
    database.exec('begin immediate; commit');
  } catch (cause) {
    database.close();
    throw new Error(
      `${file} is in use: another forge runs on this directory. Stop it, or give this one a directory of its own`,
      { cause },
    );
  }
}

function migrate(database: Database.Database, file: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new Error(
      `${file} was written by a newer forge (format ${version}, this one knows ${MIGRATIONS.length}): update, or remove the directory to start afresh`,
    );
  }
  MIGRATIONS.slice(version).forEach((sql, index) => {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version + index + 1}`);
    })();
  });
}

/** The time of a change, as GitHub answers it: UTC, to the second. */
export function timestamp(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
