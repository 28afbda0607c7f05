import { InputError } from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';

/** A request of twenty environments with all their rules is below 100 KiB. */
export const largestBody = 256 * 1024;

class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
  readonly statusCode = 413;
  constructor() {
    super(
      `the body is larger than ${
        largestBody / 1024
      } KiB, which no tenant request is; nothing of it was read`,
    );
  }
}

/** Puts what is wrong with a body as a whole into words. */
export const readableBody: ErrorRequestHandler = (
  error: unknown,
  _request,
  _response,
  next,
) => {
  if (typeOf(error) === 'entity.too.large') {
    next(new BodyTooLargeError());
  } else if (typeOf(error) === 'entity.parse.failed') {
    next(new InputError('the body is not JSON; send one tenant request'));
  } else {
    next(error);
  }
};

function typeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'type' in error
    ? error.type
    : undefined;
}
