import { createHash, timingSafeEqual } from 'node:crypto';

/** Somebody who may write to the forge. */
export interface ForgeUser {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

/** Who did something; the token stays behind. */
export type Actor = Pick<ForgeUser, 'login' | 'name' | 'email'>;

export interface Users {
  authenticate(token: string): Actor | undefined;
  byLogin(login: string): Actor | undefined;
  byEmail(email: string): Actor | undefined;
  readonly all: readonly Actor[];
}

const LOGIN = /^[a-z0-9](?:[a-z0-9-]{0,38})$/i;

export function createUsers(users: readonly ForgeUser[]): Users {
  const logins = new Set<string>();
  for (const { login, token } of users) {
    if (!LOGIN.test(login)) {
      throw new Error(
        `"${login}" is no login: use letters, digits and hyphens, at most 39`,
      );
    }
    if (token.length < 8) {
      throw new Error(`The token of ${login} is shorter than 8 characters`);
    }
    if (logins.has(login.toLowerCase())) {
      throw new Error(`There are two users called ${login}`);
    }
    logins.add(login.toLowerCase());
  }
  // Digests are of one length and say nothing about how much of a guess was right.
  const known = users.map(user => ({ user, digest: digest(user.token) }));
  const all = users.map(({ login, name, email }) => ({ login, name, email }));
  return {
    all,
    authenticate(token) {
      const given = digest(token);
      let found: ForgeUser | undefined;
      for (const candidate of known) {
        if (timingSafeEqual(candidate.digest, given)) {
          found = candidate.user;
        }
      }
      return found && all.find(({ login }) => login === found.login);
    },
    byLogin: login =>
      all.find(user => user.login.toLowerCase() === login.toLowerCase()),
    byEmail: email =>
      all.find(user => user.email.toLowerCase() === email.toLowerCase()),
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
