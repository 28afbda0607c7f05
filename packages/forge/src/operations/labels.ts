import type { ForgeContext } from '../context';
import { notFound } from '../refusal';
import type { Repository } from '../repositories';
import { insertEvent } from '../state/events';
import {
  addLabelsToPull,
  labelsOfPull,
  removeLabelFromPull,
  type LabelRow,
} from '../state/labels';
import type { PullRow } from '../state/pulls';
import type { Actor } from '../users';
import { labelPayload } from './hookPayloads';
import { announcePull } from './pulls';

export async function addLabels(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  names: readonly string[],
  actor: Actor,
): Promise<LabelRow[]> {
  const added = addLabelsToPull(forge.db, repository.id, pull.id, names);
  for (const label of added) {
    await announceLabel(forge, repository, pull, label, actor, 'labeled');
  }
  return labelsOfPull(forge.db, pull.id);
}

export async function removeLabels(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  names: readonly string[],
  actor: Actor,
): Promise<LabelRow[]> {
  for (const name of names) {
    const label = labelsOfPull(forge.db, pull.id).find(
      candidate => candidate.name.toLowerCase() === name.toLowerCase(),
    );
    if (!label || !removeLabelFromPull(forge.db, pull.id, label.id)) {
      throw notFound('Label does not exist');
    }
    await announceLabel(forge, repository, pull, label, actor, 'unlabeled');
  }
  return labelsOfPull(forge.db, pull.id);
}

/** Makes these the only labels. */
export async function setLabels(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  names: readonly string[],
  actor: Actor,
): Promise<LabelRow[]> {
  const wanted = new Set(names.map(name => name.toLowerCase()));
  const superfluous = labelsOfPull(forge.db, pull.id)
    .map(({ name }) => name)
    .filter(name => !wanted.has(name.toLowerCase()));
  await removeLabels(forge, repository, pull, superfluous, actor);
  return addLabels(forge, repository, pull, names, actor);
}

async function announceLabel(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  label: LabelRow,
  actor: Actor,
  kind: 'labeled' | 'unlabeled',
): Promise<void> {
  insertEvent(forge.db, {
    pullId: pull.id,
    kind,
    actor: actor.login,
    detail: label.name,
  });
  const extra = labelPayload(forge, repository, label);
  await announcePull(forge, repository, pull, actor, kind, extra);
}
