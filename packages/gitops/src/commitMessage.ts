import { generator } from './lock';

export interface Requester {
  /** Entity reference, such as `user:default/guest`. */
  readonly ref: string;
  /** Groups the requester belongs to, for the reviewer. */
  readonly groups?: readonly string[];
}

/** The commit's message; the trailers let a reader go from a line to who asked for it. */
export function commitMessage(
  title: string,
  tenant: string,
  requestedBy: Requester | undefined,
): string {
  const trailers = [
    `Tenantry-Tenant: ${tenant}`,
    ...(requestedBy
      ? [`Tenantry-Requested-By: ${oneLine(requestedBy.ref)}`]
      : []),
    `Tenantry-Generator: ${generator}`,
  ];
  return `${title}\n\n${trailers.join('\n')}\n`;
}

/** A line break in a name would forge a trailer. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
