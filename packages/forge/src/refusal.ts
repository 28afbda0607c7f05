import { z } from 'zod';

/** One problem with one field, as GitHub lists them. */
export interface FieldProblem {
  readonly resource: string;
  readonly field?: string;
  readonly code:
    | 'missing'
    | 'missing_field'
    | 'invalid'
    | 'already_exists'
    | 'unprocessable'
    | 'custom';
  readonly message?: string;
  readonly value?: unknown;
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422;

/** A request the forge does not fulfil; the API answers it as JSON, the pages as a page. */
export class Refusal extends Error {
  readonly name = 'Refusal';
  constructor(
    readonly status: RefusalStatus,
    message: string,
    readonly errors: ReadonlyArray<FieldProblem | string> = [],
  ) {
    super(message);
  }
}

export function notFound(message = 'Not Found'): Refusal {
  return new Refusal(404, message);
}

export function invalid(problem: FieldProblem): Refusal {
  return new Refusal(422, 'Validation Failed', [problem]);
}

/** Validates input of a resource; every problem is reported at once. */
export function parseInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
  resource: string,
): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  throw new Refusal(
    422,
    'Validation Failed',
    result.error.issues.map(issue => ({
      resource,
      field: issue.path.map(String).join('.'),
      code: isMissing(issue, input) ? 'missing_field' : 'invalid',
      message: issue.message,
    })),
  );
}

function isMissing(issue: z.core.$ZodIssue, input: unknown): boolean {
  let value: unknown = input;
  for (const key of issue.path) {
    if (typeof value !== 'object' || value === null) {
      return false;
    }
    value = Reflect.get(value, key);
  }
  return issue.code === 'invalid_type' && value === undefined;
}
