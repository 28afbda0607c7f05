import type { MiddlewareHandler } from 'hono';

import { Refusal } from './refusal';

/** Refuses a body that is longer than so many bytes, also when the request does not tell beforehand. */
export function limitBody(maximum: number): MiddlewareHandler {
  return async (c, next) => {
    const length = c.req.header('Content-Length');
    if (length !== undefined && Number(length) > maximum) {
      throw tooLarge();
    }
    const { body, url, method, headers } = c.req.raw;
    if (c.req.header('Transfer-Encoding') !== undefined && body) {
      const content = await readUpTo(maximum, body);
      c.req.raw = new Request(url, { method, headers, body: content });
    }
    await next();
  };
}

async function readUpTo(
  maximum: number,
  body: ReadableStream<Uint8Array>,
): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const reader = body.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return new Uint8Array(Buffer.concat(chunks)).buffer;
    }
    size += value.byteLength;
    if (size > maximum) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, 'Request body is too large');
}
