import type { Path } from '@tenantry/model';
import { isList, listAt, mapAt, textAt, valueAt, withValue } from '../value';
import type { Value, ValueMap } from '../value';

/**
 * Applies JSON patches as mutating policies make them: `add`, `replace` and `remove` (RFC 6902).
 *
 * @throws Error for any other operation.
 */
export function patched(object: ValueMap, patch: Value): ValueMap {
  return listAt(patch).reduce<ValueMap>(
    (whole, operation) => mapAt(applied(whole, mapAt(operation))),
    object,
  );
}

function applied(object: ValueMap, operation: ValueMap): Value {
  const op = textAt(operation, 'op') ?? '';
  const path = pathOf(textAt(operation, 'path') ?? '');
  const [parent, last] = [path.slice(0, -1), path.at(-1) ?? ''];
  const list = valueAt(object, parent);
  if (op === 'remove') return withValue(object, path, undefined);
  if (op !== 'add' && op !== 'replace')
    throw new Error(`a patch may not ${JSON.stringify(op)}`);
  if (!isList(list) || op === 'replace')
    return withValue(object, path, operation.value);
  const at = last === '-' ? list.length : Number(last);
  return withValue(object, parent, [
    ...list.slice(0, at),
    operation.value,
    ...list.slice(at),
  ]);
}

/** `/metadata/annotations/a~1b` → its steps. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
