import {
  isOwnerName,
  isRefName,
  isRepositoryName,
  isSha,
  isTreePath,
} from './names';

describe('names', () => {
  it.each([
    'a',
    'README.md',
    '.github/workflows/x.yaml',
    'a b/ä/…',
    'git/x',
    '..a',
  ])('take the path %j', path => expect(isTreePath(path)).toBe(true));

  it.each([
    '',
    '/',
    'a/',
    '..',
    'a/..',
    '.git',
    '.GIT./x',
    'GIT~1',
    '.git::$INDEX_ALLOCATION',
  ])('refuse the path %j', path => expect(isTreePath(path)).toBe(false));

  it.each(['main', 'tenant/payments/42', 'v1.2.3', 'a-b_c', 'ä'])(
    'take the ref %j',
    name => expect(isRefName(name)).toBe(true),
  );

  it.each([
    '',
    '-x',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    '@',
    'x@{1}',
    '/a',
    'a/',
    'a.lock',
    'a/.b',
  ])('refuse the ref %j', name => expect(isRefName(name)).toBe(false));

  it.each([
    ['platform', 'tenants', true],
    ['Platform-2', 'a.b_c', true],
    ['-', 'x', false],
    ['a-', 'x', false],
    ['api', 'x', false],
    ['x', '..', false],
    ['x', 'y.git', false],
  ])('of a repository %s/%s: %s', (owner, name, valid) => {
    expect(isOwnerName(owner) && isRepositoryName(name)).toBe(valid);
  });

  it('tell a commit id', () => {
    expect(isSha('c0ffee'.padEnd(40, '0'))).toBe(true);
    expect(isSha('C0FFEE'.padEnd(40, '0'))).toBe(false);
    expect(isSha('main')).toBe(false);
  });
});
