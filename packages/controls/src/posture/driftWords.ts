import { isList } from '../merge';
import type { Json } from '../objects';
import type { Drift } from './posture';

/** A difference in one sentence, without who made it. */
export function driftWords({ object, field, declared, live }: Drift): string {
  if (field === undefined) return `${object} is missing`;
  const where = `${object}: ${field}`;
  if (isList(declared) && isList(live)) {
    const lacks = declared.length > 0 ? [`lacks ${listed(declared)}`] : [];
    const has = live.length > 0 ? [`has ${listed(live)} as well`] : [];
    return `${where} ${[...lacks, ...has].join(' and ')}`;
  }
  if (declared === undefined)
    return `${where} is ${written(live)}, and not declared`;
  return live === undefined
    ? `${where} is missing, declared ${written(declared)}`
    : `${where} is ${written(live)}, declared ${written(declared)}`;
}

/** Long enough for a range or a rule, short enough for a line; the page shows the whole. */
const mostCharacters = 120;

function listed(items: readonly Json[]): string {
  return items.map(written).join(', ');
}

function written(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > mostCharacters
    ? `${text.slice(0, mostCharacters)}…`
    : text;
}
