import { z } from 'zod';
import type { Complaint } from './complaint';
import { valueAt } from './paths';

/** Looks at one value; undefined when it is fine. */
export type Check<T> = (value: T) => Complaint | undefined;

/** Text that a check accepts, described in a person's words. */
export function checkedText(
  check: Check<string>,
  meta: { description: string; examples?: string[]; pattern?: string },
) {
  return z
    .string()
    .superRefine((value, context) => complain(context, check(value)))
    .meta(meta);
}

/** A list without repeats; two entries are the same when the fields named in `by`, or all of them, are. */
export function uniqueList<Item extends z.ZodType>(
  item: Item,
  options: {
    what: string;
    min?: number;
    max: number;
    by?: readonly string[];
  },
) {
  return z
    .array(item)
    .min(options.min ?? 0)
    .max(options.max)
    .superRefine(
      (values, context) => {
        const seen = new Map<string, number>();
        values.forEach((value, index) => {
          const key = JSON.stringify(
            options.by?.map(field => valueAt(value, [field])) ?? value,
          );
          const first = seen.get(key) ?? index;
          seen.set(key, first);
          if (first < index) {
            complain(
              context,
              {
                message: `the same ${options.what} stands in the list already, at position ${first}; remove one of the two`,
              },
              options.by?.length === 1 ? [index, ...options.by] : [index],
            );
          }
        });
      },
      // Entries that are wrong by themselves can still be repeated.
      { when: ({ value }) => Array.isArray(value) },
    );
}

/**
 * Lets a check over several fields run although other fields are wrong, so that people learn of everything at once:
 * it runs when nothing is wrong at, above or below these.
 */
export function whenSound(...fields: readonly string[]) {
  return ({ issues }: z.core.ParsePayload): boolean =>
    !issues.some(({ code, path = [] }) => {
      const [field] = path;
      const concerned =
        field === undefined || fields.some(name => name === field);
      return concerned && code !== 'unrecognized_keys';
    });
}

/** Adds a complaint, if there is one, to what zod reports. */
export function complain(
  context: Pick<z.core.$RefinementCtx, 'addIssue'>,
  complaint: Complaint | undefined,
  path: (string | number)[] = [],
): void {
  if (complaint) {
    context.addIssue({
      code: 'custom',
      message: complaint.message,
      params: { example: complaint.example },
      path,
    });
  }
}
