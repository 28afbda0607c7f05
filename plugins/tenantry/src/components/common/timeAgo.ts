const steps = [
  { below: 60, seconds: 1, unit: 's' },
  { below: 3_600, seconds: 60, unit: 'min' },
  { below: 86_400, seconds: 3_600, unit: 'h' },
  { below: Infinity, seconds: 86_400, unit: 'days' },
] as const;

/** `just now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 days ago`. */
export function timeAgo(time: string, now: number): string {
  const age = Math.floor((now - Date.parse(time)) / 1000);
  if (Number.isNaN(age)) return 'at an unknown time';
  if (age < 2) return 'just now';
  const step = steps.find(({ below }) => age < below) ?? steps[3];
  const count = Math.floor(age / step.seconds);
  const unit = step.unit === 'days' && count === 1 ? 'day' : step.unit;
  return `${count} ${unit} ago`;
}
