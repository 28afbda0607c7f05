export interface MissingFlag {
  /** With a value as it could be. */
  readonly flag: string;
  readonly what: string;
}

/** All that is missing at once, as it could be written. */
export function missingText(missing: readonly MissingFlag[]): string {
  const width = Math.max(...missing.map(({ flag }) => flag.length));
  return [
    'this is missing, and there is nobody to ask:',
    ...missing.map(({ flag, what }) => `  ${flag.padEnd(width)}  ${what}`),
  ].join('\n');
}
