import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import {
  portal,
  refusalOf,
  repo,
  startTestForge,
  type TestForge,
} from '../__testUtils__/harness';

let forge: TestForge;

beforeAll(async () => {
  forge = await startTestForge();
});
afterAll(() => forge.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('contents', () => {
  it('are read as a file, as a folder and raw', async () => {
    const { repos } = forge.as();
    const path = 'tenants/ledger/tenant.yaml';
    const file = await repos.getContent({ ...repo, path });
    expect(file.data).toMatchObject({
      type: 'file',
      path,
      encoding: 'base64',
      content: expect.stringMatching(/^bmFtZTogbGVkZ2Vy/),
    });
    const folder = await repos.getContent({ ...repo, path: 'tenants' });
    expect(folder.data).toMatchObject([
      { type: 'dir', path: 'tenants/ledger' },
    ]);
    const raw = await repos.getContent({
      ...repo,
      path,
      mediaType: { format: 'raw' },
    });
    expect(raw.data).toBe('name: ledger\nsize: small\nteam: Ledger\n');
  });

  it('answer 304 to somebody who has them', async () => {
    const url = `${forge.forge.apiUrl}/repos/platform/tenants/contents/README.md`;
    const first = await fetch(url);
    const etag = first.headers.get('ETag') ?? '';
    const second = await fetch(url, { headers: { 'If-None-Match': etag } });
    expect([first.status, second.status]).toEqual([200, 304]);
  });

  it('are written, replaced and deleted one at a time', async () => {
    const { repos } = forge.as(portal);
    const file = { ...repo, path: 'one.yaml', message: 'Write' };
    const created = await repos.createOrUpdateFileContents({
      ...file,
      content: base64('a: 1\n'),
    });
    expect(created.status).toBe(201);
    const sha = created.data.content?.sha ?? '';

    const blind = repos.createOrUpdateFileContents({ ...file, content: '' });
    expect(await refusalOf(blind)).toMatchObject({ status: 422 });
    const stale = repos.createOrUpdateFileContents({
      ...file,
      content: '',
      sha: 'c0ffee'.padEnd(40, '0'),
    });
    expect(await refusalOf(stale)).toMatchObject({ status: 409 });

    const replaced = await repos.createOrUpdateFileContents({
      ...file,
      content: base64('a: 2\n'),
      sha,
    });
    expect(replaced.status).toBe(200);
    await repos.deleteFile({
      ...file,
      sha: replaced.data.content?.sha ?? '',
    });
    const gone = repos.getContent({ ...repo, path: 'one.yaml' });
    expect(await refusalOf(gone)).toMatchObject({ status: 404 });
  });

  it.each(['..%2f..%2fetc%2fpasswd', '.git/config', 'nothing'])(
    'are not found at %s',
    async path => {
      const response = await fetch(
        `${forge.forge.apiUrl}/repos/platform/tenants/contents/${path}`,
      );
      expect(response.status).toBe(404);
    },
  );

  it.each(['--output=x', 'main^{/x}', ':README.md', '@{-1}'])(
    'take no ref called %s',
    async ref => {
      const call = forge.as().repos.getContent({ ...repo, path: '', ref });
      expect(await refusalOf(call)).toMatchObject({ status: 404 });
    },
  );
});

describe('archives', () => {
  async function download(kind: string) {
    const response = await fetch(
      `${forge.forge.apiUrl}/repos/platform/tenants/${kind}/main`,
    );
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }
  const folder = async () =>
    `platform-tenants-${(await forge.headOf('main')).slice(0, 7)}`;

  it('come as a tarball', async () => {
    const file = join(forge.dataDir, 'archive.tar.gz');
    await writeFile(file, await download('tarball'));
    const { stdout } = await promisify(execFile)('tar', ['-tzf', file]);
    expect(stdout).toContain(`${await folder()}/tenants/ledger/tenant.yaml`);
  });

  it('come as a zip file', async () => {
    const bytes = await download('zipball');
    expect(bytes.toString('latin1')).toContain(`${await folder()}/README.md`);
  });

  it('of an unknown ref are not found', async () => {
    const response = await fetch(
      `${forge.forge.apiUrl}/repos/platform/tenants/tarball/nothing`,
    );
    expect(response.status).toBe(404);
  });
});
