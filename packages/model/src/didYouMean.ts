/** The candidate closest to what was typed, if it is at most two typing slips away. */
export function closest(
  typed: string,
  candidates: readonly string[],
): string | undefined {
  const wanted = typed.slice(0, 64).toLowerCase();
  const slipsAllowed = wanted.length < 4 ? 1 : 2;
  return candidates
    .map(candidate => ({
      candidate,
      slips: distance(wanted, candidate.toLowerCase()),
    }))
    .filter(({ slips }) => slips <= slipsAllowed)
    .sort((a, b) => a.slips - b.slips)
    .at(0)?.candidate;
}

/** Insertions, deletions and replacements that turn one word into the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (letter === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
