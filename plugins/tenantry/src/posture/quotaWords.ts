import { quantityValue } from '@tenantry/model';

/** From here on somebody should know. */
const nearFull = 0.9;

/** How full a quota is, in a word; undefined while there is room. */
export function fullnessWord(fraction: number): string | undefined {
  if (fraction > 1) return 'over';
  if (fraction === 1) return 'full';
  return fraction >= nearFull ? 'near full' : undefined;
}

/** What is measured: requests, as the sizes promise them, unless it is said that these are limits. */
export function gaugeTitle(title: string, entry: string): string {
  return entry.startsWith('limits.') ? `${title} limits` : title;
}

const units: readonly (readonly [suffix: string, word: string])[] = [
  ['Ei', 'EiB'],
  ['Pi', 'PiB'],
  ['Ti', 'TiB'],
  ['Gi', 'GiB'],
  ['Mi', 'MiB'],
  ['Ki', 'KiB'],
];

/**
 * Two quantities in the unit of the second one: `1536Mi` and `8Gi` give `1.5` of `8 GiB`. What has no binary suffix is a
 * number of cores or of objects. Rounded down, so that nothing seems full before it is.
 */
export function amountsInWords(
  used: string,
  hard: string,
): { readonly used: string; readonly hard: string } {
  const [suffix, unit] = units.find(([end]) => hard.endsWith(end)) ?? ['', ''];
  return {
    used: numberIn(suffix, used),
    hard: `${numberIn(suffix, hard)} ${unit}`.trim(),
  };
}

function numberIn(suffix: string, quantity: string): string {
  const value = quantityValue(quantity);
  const step = quantityValue(`1${suffix}`);
  if (value === undefined || step === undefined) return quantity;
  const hundredths = Number((value * 100n) / step);
  return value > 0n && hundredths === 0 ? '<0.01' : String(hundredths / 100);
}
