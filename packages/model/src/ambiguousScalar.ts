import { isScalar, parseDocument, type Scalar } from 'yaml';
import { isYamlWord } from './yamlWords';

/** How YAML is read: as 1.2 with its core schema, and never with merge keys. */
export const YAML_READING = {
  version: '1.2',
  schema: 'core',
  merge: false,
  // Looked for while reading, in linear time and with paths.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Whether the text, written without quotes, is refused because other YAML readers would understand it differently. */
export function isAmbiguousScalar(text: string): boolean {
  // Only these become something else; there's no need to parse the rest.
  if (!isYamlWord(text) && !/^[-+.0-9]/.test(text)) {
    return false;
  }
  const { contents } = parseDocument(text, YAML_READING);
  return (
    isScalar(contents) && contents.source === text && readsDifferently(contents)
  );
}

/** Whether a scalar of a parsed document stands there as a word or number that another YAML reader takes otherwise. */
export function readsDifferently({
  type,
  value,
  source = '',
}: Scalar): boolean {
  if (type !== 'PLAIN') {
    return false;
  }
  return typeof value === 'number'
    ? !/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(source)
    : typeof value === 'string' && isYamlWord(value);
}
