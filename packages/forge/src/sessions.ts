import { randomBytes, timingSafeEqual } from 'node:crypto';

import type { Actor } from './users';

/** Somebody who has signed in on the pages. */
export interface Session {
  readonly user: Actor;
  /** Every form of the session carries it, so that no other page can send one. */
  readonly formToken: string;
}

export interface Sessions {
  /** Answers the id to keep in a cookie. */
  start(user: Actor): string;
  find(id: string | undefined): Session | undefined;
  end(id: string | undefined): void;
}

const LIFETIME = 12 * 60 * 60 * 1000;
const MAX_SESSIONS = 1000;

/** Sessions live in memory: a restart signs everybody out. */
export function createSessions(now: () => number = Date.now): Sessions {
  const sessions = new Map<string, Session & { expires: number }>();

  return {
    start(user) {
      const [oldest] = sessions.keys();
      if (sessions.size >= MAX_SESSIONS) {
        sessions.delete(oldest);
      }
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, {
        user,
        formToken: randomBytes(32).toString('base64url'),
        expires: now() + LIFETIME,
      });
      return id;
    },
    find(id) {
      const session = id === undefined ? undefined : sessions.get(id);
      if (id !== undefined && session && session.expires <= now()) {
        sessions.delete(id);
        return undefined;
      }
      return session;
    },
    end(id) {
      if (id !== undefined) {
        sessions.delete(id);
      }
    },
  };
}

export function isFormTokenOf(session: Session, given: unknown): boolean {
  if (typeof given !== 'string') {
    return false;
  }
  const [expected, actual] = [
    Buffer.from(session.formToken),
    Buffer.from(given),
  ];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
