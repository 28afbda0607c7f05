/**
 * Which names the forge accepts. Everything that reaches a git process or the file system as a
 * name has passed one of these.
 */

const SHA = /^[0-9a-f]{40}$/;
const OWNER = /^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?$/i;
const REPOSITORY = /^[a-z0-9._-]{1,100}$/i;

/** First path segments of the forge's own pages. */
const RESERVED_OWNERS = new Set(['api', 'login', 'logout', 'raw']);

export const ZERO_SHA = '0'.repeat(40);

export function isSha(value: string): boolean {
  return SHA.test(value);
}

export function isOwnerName(value: string): boolean {
  return OWNER.test(value) && !RESERVED_OWNERS.has(value.toLowerCase());
}

export function isRepositoryName(value: string): boolean {
  return (
    REPOSITORY.test(value) &&
    value !== '.' &&
    value !== '..' &&
    !/\.(git|wiki)$/i.test(value)
  );
}

/**
 * The rules of `git check-ref-format` that can be told from the text alone; creating a ref asks
 * git itself as well. Looking one up needs only this.
 */
export function isRefName(value: string): boolean {
  return (
    value.length > 0 &&
    value.length <= 244 &&
    // eslint-disable-next-line no-control-regex
    !/[\x00-\x20\x7f~^:?*[\\]/.test(value) &&
    !value.includes('..') &&
    !value.includes('@{') &&
    value !== '@' &&
    !value.startsWith('-') &&
    value
      .split('/')
      .every(
        part =>
          part !== '' &&
          !part.startsWith('.') &&
          !part.endsWith('.') &&
          !part.endsWith('.lock'),
      )
  );
}

// Code points that HFS+ ignores in file names: ".g\u200cit" is ".git" on a Mac.
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** Whether a path may stand in a tree: relative, no empty or dot part, nothing any system reads as `.git`. */
export function isTreePath(path: string): boolean {
  return (
    path.length > 0 && path.length <= 4096 && path.split('/').every(isTreePart)
  );
}

function isTreePart(part: string): boolean {
  const folded = part
    .replace(IGNORED_BY_HFS, '')
    .replace(/[. ]+$/, '')
    .split(':')[0]
    .toLowerCase();
  return (
    part !== '' &&
    part !== '.' &&
    part !== '..' &&
    // eslint-disable-next-line no-control-regex
    !/[\x00-\x1f\x7f\\]/.test(part) &&
    folded !== '.git' &&
    !/^git~\d+$/.test(folded)
  );
}
