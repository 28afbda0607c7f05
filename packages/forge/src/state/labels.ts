import { z } from 'zod';

import type { StateDatabase } from './database';

export const LabelRow = z.object({
  id: z.number(),
  name: z.string(),
  color: z.string(),
  description: z.string().nullable(),
});
export type LabelRow = z.infer<typeof LabelRow>;

/** The colour GitHub gives a label that nobody chose one for. */
const DEFAULT_COLOR = 'ededed';

export function listLabels(
  db: StateDatabase,
  repositoryId: number,
): LabelRow[] {
  return db.all(
    LabelRow,
    'select id, name, color, description from labels where repositoryId = ? order by name',
    repositoryId,
  );
}

export function findLabel(
  db: StateDatabase,
  repositoryId: number,
  name: string,
): LabelRow | undefined {
  return db.one(
    LabelRow,
    'select id, name, color, description from labels where repositoryId = ? and name = ?',
    repositoryId,
    name,
  );
}

export function insertLabel(
  db: StateDatabase,
  repositoryId: number,
  label: { name: string; color?: string; description?: string | null },
): void {
  db.run(
    'insert into labels (repositoryId, name, color, description) values (?, ?, ?, ?)',
    repositoryId,
    label.name,
    label.color ?? DEFAULT_COLOR,
    label.description ?? null,
  );
}

export function updateLabel(
  db: StateDatabase,
  id: number,
  label: Omit<LabelRow, 'id'>,
): void {
  db.run(
    'update labels set name = ?, color = ?, description = ? where id = ?',
    label.name,
    label.color,
    label.description,
    id,
  );
}

export function deleteLabel(db: StateDatabase, id: number): void {
  db.run('delete from labels where id = ?', id);
}

export function labelsOfPull(db: StateDatabase, pullId: number): LabelRow[] {
  return db.all(
    LabelRow,
    `select id, name, color, description from labels
     join pullLabels on labelId = id where pullId = ? order by pullLabels.rowid`,
    pullId,
  );
}

/** Puts labels on a pull request, creating those the repository lacks, as GitHub does. */
export function addLabelsToPull(
  db: StateDatabase,
  repositoryId: number,
  pullId: number,
  names: readonly string[],
): LabelRow[] {
  return db.transaction(() =>
    names.flatMap(name => {
      if (!findLabel(db, repositoryId, name)) {
        insertLabel(db, repositoryId, { name });
      }
      const label = findLabel(db, repositoryId, name);
      const added =
        label &&
        db.run(
          'insert or ignore into pullLabels (pullId, labelId) values (?, ?)',
          pullId,
          label.id,
        ).changes > 0;
      return label && added ? [label] : [];
    }),
  );
}

export function removeLabelFromPull(
  db: StateDatabase,
  pullId: number,
  labelId: number,
): boolean {
  const { changes } = db.run(
    'delete from pullLabels where pullId = ? and labelId = ?',
    pullId,
    labelId,
  );
  return changes > 0;
}
