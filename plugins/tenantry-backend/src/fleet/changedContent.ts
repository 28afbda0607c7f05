import { createHash } from 'node:crypto';
import type { JudgedTenant } from './judged';

/** Remembers what was judged of each tenant, and tells whether something else was judged now. Times alone change nothing. */
export function changedContent(): {
  isChanged(judged: JudgedTenant): boolean;
  /** Whether it was known. */
  forget(name: string): boolean;
} {
  const digests = new Map<string, string>();
  return {
    isChanged(judged) {
      const digest = digestOf(judged);
      if (digests.get(judged.name) === digest) return false;
      digests.set(judged.name, digest);
      return true;
    },
    forget: name => digests.delete(name),
  };
}

function digestOf({ judgedAt, environments, ...tenant }: JudgedTenant): string {
  const own = environments.map(({ sourceAt, letters, ...environment }) => ({
    ...environment,
    letters: [...letters],
  }));
  return createHash('sha1')
    .update(JSON.stringify([tenant, own]))
    .digest('base64');
}
