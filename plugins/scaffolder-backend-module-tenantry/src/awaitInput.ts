import { InputError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { durationToMilliseconds, type JsonObject } from '@backstage/types';
import { z } from 'zod';

const amount = z.number().min(0).max(100_000);
const defaultTimeout = { minutes: 30 };
/** A waiting task holds one of the few that a backend runs at once. */
const longestTimeoutMs = durationToMilliseconds({ hours: 24 });

/** Templates hand on what an earlier step left open as null or as an empty text. */
function blankAsAbsent<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    value => (value === null || value === '' ? undefined : value),
    schema.optional(),
  );
}

const AwaitInput = z.strictObject({
  pullRequestNumber: blankAsAbsent(
    z
      .union([
        z.number(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ])
      .pipe(z.number().int().positive()),
  ),
  until: blankAsAbsent(z.enum(['merged', 'checks'])),
  timeout: blankAsAbsent(
    z
      .strictObject({ hours: amount, minutes: amount, seconds: amount })
      .partial()
      .refine(
        timeout => {
          const ms = durationToMilliseconds(timeout);
          return ms > 0 && ms <= longestTimeoutMs;
        },
        { message: 'must be more than nothing, and at most 24 hours' },
      ),
  ),
  token: blankAsAbsent(z.string()),
});

type InputSchema = NonNullable<NonNullable<TemplateAction['schema']>['input']>;

const duration = { type: 'number', minimum: 0 } as const;

/** The inputs as JSON Schema. Values are judged by the action, which says what would be right. */
export const awaitInputSchema: InputSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    pullRequestNumber: {
      type: ['integer', 'string', 'null'],
      description:
        'Such as ${{ steps.propose.output.pullRequestNumber }}. Without one the step succeeds at once, so that it may follow a request that changed nothing.',
    },
    until: {
      type: ['string', 'null'],
      enum: ['merged', 'checks', '', null],
      description:
        'merged (the default): until it is merged. checks: until every check of its newest commit has passed, or until it is merged; a check that failed then fails the step.',
    },
    timeout: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: { hours: duration, minutes: duration, seconds: duration },
      description:
        'How long to follow it at most, such as { minutes: 30 }, which is the default; at most 24 hours.',
    },
    token: {
      type: ['string', 'null'],
      description:
        "The user's own token, from the template's secrets. Default: the portal's.",
    },
  },
};

/** What a template wants of `tenantry:await`. */
export interface AwaitRequest {
  readonly number?: number;
  readonly until: 'merged' | 'checks';
  readonly timeoutMs: number;
  readonly token?: string;
}

/** Throws an `InputError` that names every field that is wrong. */
export function readAwaitInput(input: JsonObject): AwaitRequest {
  const parsed = AwaitInput.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `  ${path.join('.') || 'input'}: ${message}`,
    );
    throw new InputError(
      `the template's input has problems, and nothing is followed:\n${problems.join(
        '\n',
      )}`,
    );
  }
  const { pullRequestNumber, until, timeout, token } = parsed.data;
  return {
    number: pullRequestNumber,
    until: until ?? 'merged',
    timeoutMs: durationToMilliseconds(timeout ?? defaultTimeout),
    token,
  };
}
