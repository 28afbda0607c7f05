import {
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  gitFixture,
  removeTemporaryFolders,
  temporaryFolder,
  type GitFixture,
} from '../__testUtils__/gitFixture';
import { openLocalRepository, type LocalRepository } from './localRepository';

const opened: LocalRepository[] = [];

afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});
// Git is started some dozens of times in each.
jest.setTimeout(60_000);

afterAll(removeTemporaryFolders);

async function open({ directory }: GitFixture): Promise<LocalRepository> {
  const repository = await openLocalRepository(directory);
  opened.push(repository);
  return repository;
}

function write(fixture: GitFixture, path: string, text: string): void {
  const target = join(fixture.directory, path);
  mkdirSync(join(target, '..'), { recursive: true });
  writeFileSync(target, text);
}

describe('openLocalRepository', () => {
  it('says so where there is no repository', async () => {
    const folder = temporaryFolder();
    await expect(openLocalRepository(folder)).rejects.toThrow(
      /is in no git repository/,
    );
  });

  it('finds the top of a repository from a folder inside', async () => {
    const fixture = gitFixture();
    fixture.commit({ 'tenants/ledger/tenant.yaml': 'a: 1\n' });
    const repository = await openLocalRepository(
      join(fixture.directory, 'tenants/ledger'),
    );
    opened.push(repository);

    expect(repository.directory).toBe(fixture.directory);
  });

  it('names a revision that the clone does not have', async () => {
    const fixture = gitFixture();
    fixture.commit({ 'platform.yaml': 'a: 1\n' });
    const repository = await open(fixture);

    await expect(repository.commit('origin/main')).rejects.toThrow(
      /no commit origin\/main.*fetch-depth: 0/,
    );
    await expect(repository.commit('--help')).rejects.toThrow(/no commit/);
  });

  it('sees changed, new and deleted files of the working folder, and none that git ignores', async () => {
    const fixture = gitFixture();
    const head = fixture.commit({
      'platform.yaml': 'a: 1\n',
      'tenants/old.yaml': 'a: 1\n',
      '.gitignore': '*.log\n',
    });
    write(fixture, 'platform.yaml', 'a: 2\n');
    write(fixture, 'tenants/new.yaml', 'a: 3\n');
    write(fixture, 'tenants/new.log', 'noise\n');
    fixture.git('rm', '--quiet', '--cached', 'tenants/old.yaml');
    fixture.git('clean', '--quiet', '--force', 'tenants/old.yaml');
    const repository = await open(fixture);

    const changes = await repository.diff(
      head,
      await repository.workingCommit(),
    );
    expect(changes.map(({ path }) => path)).toEqual([
      'platform.yaml',
      'tenants/new.yaml',
      'tenants/old.yaml',
    ]);
  });

  it('sees a file that changed in the second in which it was added, and kept its size', async () => {
    const fixture = gitFixture();
    const head = fixture.commit({ 'platform.yaml': 'a: 1\n' });
    // What git compares besides.
    fixture.git('config', 'core.trustctime', 'false');
    const then = statSync(join(fixture.directory, 'platform.yaml')).mtime;
    write(fixture, 'platform.yaml', 'a: 2\n');
    for (const path of ['platform.yaml', '.git/index'])
      utimesSync(join(fixture.directory, path), then, then);
    const repository = await open(fixture);

    const changes = await repository.diff(
      head,
      await repository.workingCommit(),
    );
    expect(changes.map(({ path }) => path)).toEqual(['platform.yaml']);
  });

  it('leaves the clone as it was', async () => {
    const fixture = gitFixture();
    fixture.commit({ 'platform.yaml': 'a: 1\n' });
    write(fixture, 'tenants/new.yaml', 'a: 3\n');
    const before = [fixture.git('status', '--short'), listing(fixture)];
    const repository = await open(fixture);
    await repository.workingCommit();
    await repository.close();

    expect([fixture.git('status', '--short'), listing(fixture)]).toEqual(
      before,
    );
  });

  it('merges two branches without touching either, and names what conflicts', async () => {
    const fixture = gitFixture();
    fixture.commit({ 'platform.yaml': 'a: 1\n', other: '1\n' });
    fixture.git('checkout', '--quiet', '-b', 'change');
    const mine = fixture.commit({ 'platform.yaml': 'a: 2\n' });
    fixture.git('checkout', '--quiet', 'main');
    const theirs = fixture.commit({ other: '2\n' });
    const clash = fixture.commit({ 'platform.yaml': 'a: 3\n' });
    const repository = await open(fixture);

    const merge = await repository.merge(theirs, mine);
    if (merge.conflicts) throw new Error('they do not conflict');
    const tree = await repository.tree(merge.commit, [
      'platform.yaml',
      'other',
    ]);
    expect([tree.read('platform.yaml'), tree.read('other')]).toEqual([
      'a: 2\n',
      '2\n',
    ]);
    expect(await repository.merge(clash, mine)).toEqual({
      conflicts: ['platform.yaml'],
    });
  });

  it('runs no hook and reads no settings that a file of the working folder brings', async () => {
    const fixture = gitFixture();
    fixture.commit({ 'platform.yaml': 'a: 1\n' });
    write(fixture, '.config/git/ignore', 'tenants\n');
    write(fixture, '.gitconfig', '[core]\n\tfsmonitor = touch ran\n');
    write(fixture, 'tenants/new.yaml', 'a: 3\n');
    const repository = await open(fixture);

    const tree = await repository.tree(await repository.workingCommit());
    expect(tree.read('tenants/new.yaml')).toBe('a: 3\n');
    expect(readdirSync(fixture.directory)).not.toContain('ran');
  });

  it('finds the commit that deleted a file', async () => {
    const fixture = gitFixture();
    fixture.commit({ 'tenants/a/tenant.yaml': 'a: 1\n', other: '1\n' });
    const deletion = fixture.commit({ 'tenants/a/tenant.yaml': null });
    const head = fixture.commit({ other: '2\n' });
    const repository = await open(fixture);

    expect(await repository.deletionOf(head, 'tenants/a/tenant.yaml')).toBe(
      deletion,
    );
    expect(await repository.deletionOf(head, 'other')).toBeUndefined();
  });
});

function listing({ directory }: GitFixture): string[] {
  return readdirSync(join(directory, '.git'), { recursive: true })
    .map(String)
    .sort();
}
