const units: Record<string, string> = {
  Ki: 'KiB',
  Mi: 'MiB',
  Gi: 'GiB',
  Ti: 'TiB',
  k: 'kB',
  M: 'MB',
  G: 'GB',
  T: 'TB',
};

/** A Kubernetes quantity for people: `8Gi` gives `8 GiB`, `4` gives `4 cores`, `500m` gives `0.5 cores`. */
export function amountWords(quantity: string, unit = ''): string {
  const match = /^([0-9.]+)([A-Za-z]*)$/.exec(quantity);
  if (!match) return quantity;
  const [, number, suffix] = match;
  if (suffix === 'm') return `${Number(number) / 1000} ${unit}`.trim();
  return `${number} ${units[suffix] ?? (suffix || unit)}`.trim();
}
