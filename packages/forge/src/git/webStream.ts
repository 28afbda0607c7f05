import { Readable } from 'node:stream';

/** A child's output as the body of a response. */
export function webStream(stream: Readable): ReadableStream<Uint8Array> {
  // Node and the DOM describe the same streams in types that do not know each other.
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
