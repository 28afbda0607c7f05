import { findControl, registry } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import { UsageError } from '../answer';
import type { Call } from '../verb';

/** A call of `prove`, with what it names. */
export interface ProveCall extends Call {
  readonly names: readonly string[];
}

/** @throws UsageError for an id that no control has. */
export function controlsNamed(
  ids: readonly string[] | undefined,
): readonly Control[] {
  if (!ids) return registry;
  const missing = ids.filter(id => !findControl(id));
  if (missing.length > 0)
    throw new UsageError(`there is no control ${missing.join(', ')}`);
  return registry.filter(({ id }) => ids.includes(id));
}

/** What a proof needs that the one who proves hasn't got, where that is what it says. */
export function lacksRights(reason: string): boolean {
  return /cannot impersonate/.test(reason);
}
