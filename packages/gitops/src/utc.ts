/** ISO 8601 in UTC, to the second, as forges write it. */
export function utc(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
