/** Letters of other scripts that look like Latin ones, and Latin ones that don't come apart by themselves. */
const LATIN_FOR: Readonly<Record<string, string>> = {
  // Cyrillic
  ...{ а: 'a', в: 'b', е: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p' },
  ...{ с: 'c', т: 't', у: 'y', х: 'x', і: 'i', ј: 'j', ѕ: 's', һ: 'h' },
  ...{ ԁ: 'd', ԛ: 'q', ԝ: 'w', ӏ: 'l', ь: 'b', г: 'r', п: 'n' },
  // Greek
  ...{ α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', μ: 'u', ν: 'v' },
  ...{ ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', ω: 'w', γ: 'y' },
  // Armenian and others
  ...{ օ: 'o', ս: 'u', ո: 'n', հ: 'h', ց: 'g' },
  // Latin
  ...{ ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd' },
  ...{ þ: 'th', ɑ: 'a', ɡ: 'g', ſ: 's' },
};

/** The plain lower-case ASCII text that a reader would take this for; what has no likeness is left out. */
export function asciiLikeness(text: string): string {
  return [...text.normalize('NFKD').toLowerCase()]
    .map(letter => LATIN_FOR[letter] ?? letter)
    .join('')
    .replace(/[^\x20-\x7e]/g, '');
}

/** Two ASCII names with the same skeleton are hard to tell apart: 0 and o, 1 and l, rn and m, vv and w. */
export function skeleton(name: string): string {
  return name
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}
