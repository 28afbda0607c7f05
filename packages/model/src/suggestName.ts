import { asciiLikeness } from './lookalikes';
import { TENANT_NAME_LENGTH, tenantNameProblem } from './names';

/** Proposes a valid tenant name from a title, whatever the title is: `Payments & Ledger (EU)` gives `payments-ledger-eu`. */
export function suggestName(title: string): string {
  const words = asciiLikeness(title.slice(0, 400))
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  while (words.length > 0 && !/[a-z]/.test(words[0])) {
    words.shift();
  }
  const whole = words.join('-').replace(/^[0-9]+/, '');
  const fitting = cutAtWord(whole, TENANT_NAME_LENGTH.max);
  const candidates = [
    fitting,
    `${cutAtWord(whole, TENANT_NAME_LENGTH.max - '-team'.length)}-team`,
    `team-${cutAtWord(whole, TENANT_NAME_LENGTH.max - 'team-'.length)}`,
  ];
  return candidates.find(name => !tenantNameProblem(name)) ?? 'my-team';
}

/** Cuts before the word that doesn't fit; a single long word is cut inside. */
function cutAtWord(name: string, longest: number): string {
  if (name.length <= longest) {
    return name;
  }
  const border = name.lastIndexOf('-', longest);
  return name.slice(0, border > 0 ? border : longest);
}
