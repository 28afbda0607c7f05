/** Words that some YAML reader takes for a truth value, nothing, or a number. */
const YAML_WORDS = new Set([
  ...['null', 'nil', 'none', 'true', 'false'],
  ...['yes', 'no', 'on', 'off', 'y', 'n', 't', 'f'],
  ...['nan', 'inf', 'infinity'],
]);

/** Whether a YAML reader, old or new, may take the word for something other than text. */
export function isYamlWord(word: string): boolean {
  return YAML_WORDS.has(word.toLowerCase());
}
