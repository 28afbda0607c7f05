import type { Complaint } from './complaint';
import { closest } from './didYouMean';
import { listed, quote } from './quote';

/** Why a choice isn't one, with what is on offer; undefined when it is. */
export function notOffered(
  kind: string,
  name: string,
  offered: object,
): Complaint | undefined {
  if (Object.hasOwn(offered, name)) {
    return undefined;
  }
  const names = Object.keys(offered);
  return {
    message: `there is no ${kind} ${quote(name)}; ${
      names.length > 0 ? `there are: ${listed(names)}` : 'there is none at all'
    }`,
    example: closest(name, names) ?? names[0],
  };
}
