import type { JsonSchema } from './jsonSchema';
import { quote } from './quote';

const names: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys to values',
};

/** `text`, `a list`, `a whole number or text`: what a schema wants. */
export function typeWords(node: JsonSchema | undefined): string {
  if (node?.const !== undefined) {
    return quote(String(node.const));
  }
  const types = [node?.type, ...(node?.anyOf ?? []).map(part => part.type)]
    .flat()
    .filter(type => type !== undefined);
  return types.map(type => names[type] ?? type).join(' or ') || 'a value';
}
