import { html } from 'hono/html';

import type { Mergeability } from '../operations/inspectPull';
import type { PullRow } from '../state/pulls';
import { icon, type Html, type IconName } from './html';

interface StateBadge {
  readonly icon: IconName;
  readonly name: string;
  readonly style: string;
}

function stateOf(pull: PullRow, merge?: Mergeability): StateBadge {
  if (pull.mergedAt) {
    return { icon: 'merged', name: 'Merged', style: 'merged' };
  }
  if (pull.state === 'closed') {
    return { icon: 'closed', name: 'Closed', style: 'closed' };
  }
  if (merge?.mergeable === false) {
    return { icon: 'conflict', name: 'Conflict', style: 'conflict' };
  }
  if (pull.draft) {
    return { icon: 'draft', name: 'Draft', style: 'draft' };
  }
  return { icon: 'open', name: 'Open', style: 'open' };
}

export function stateBadge(pull: PullRow, merge?: Mergeability): Html {
  const state = stateOf(pull, merge);
  return html`<span class="badge ${state.style}"
    >${icon(state.icon)} ${state.name}</span
  >`;
}
