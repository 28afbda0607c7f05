import { generator } from './lock';

export interface Requester {
  /** Entity reference, such as `user:default/guest`. */
  readonly ref: string;
  /** Groups the requester belongs to, for the reviewer. */
  readonly groups?: readonly string[];
}

export const tenantTrailer = 'Tenantry-Tenant';
export const requesterTrailer = 'Tenantry-Requested-By';

/** The value of a trailer, from the last paragraph of a commit's message. */
export function trailer(message: string, key: string): string | undefined {
  const last =
    message
      .trimEnd()
      .split(/\n{2,}/)
      .at(-1) ?? '';
  const line = last.split('\n').find(text => text.startsWith(`${key}: `));
  return line?.slice(key.length + 2).trim();
}

/** The commit's message; the trailers let a reader go from a line to who asked for it. */
export function commitMessage(
  title: string,
  tenant: string,
  requestedBy: Requester | undefined,
): string {
  const trailers = [
    `${tenantTrailer}: ${tenant}`,
    ...(requestedBy
      ? [`${requesterTrailer}: ${oneLine(requestedBy.ref)}`]
      : []),
    `Tenantry-Generator: ${generator}`,
  ];
  return `${title}\n\n${trailers.join('\n')}\n`;
}

/** A line break in a name would forge a trailer. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
