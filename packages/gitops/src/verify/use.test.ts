import { tenantYaml } from '../__testUtils__/fleet';
import {
  removeTemporaryFolders,
  type GitFixture,
} from '../__testUtils__/gitFixture';
import {
  findingsIn,
  rendered,
  renderedRepository,
} from '../__testUtils__/verifyFixture';
import type { NamespaceUse } from './use';

// Each test has a git repository of its own, and many processes.
jest.setTimeout(30_000);

afterAll(removeTemporaryFolders);

const ofSize = (size: string) =>
  rendered(tenantYaml('ledger').replace('size: small', `size: ${size}`));

/** Ledger becomes small, and was medium. */
function smallerLedger(): GitFixture {
  const fixture = renderedRepository();
  fixture.git('checkout', '--quiet', 'main');
  fixture.commit(ofSize('medium'));
  fixture.git('checkout', '--quiet', '-B', 'change');
  fixture.commit(ofSize('small'));
  return fixture;
}

/** Whom the check asks, and what it finds when the answer is this. */
async function foundWith(fixture: GitFixture, use: NamespaceUse | undefined) {
  const asked: string[] = [];
  const findings = await findingsIn(fixture, {
    async use({ cluster, namespace }) {
      asked.push(`${cluster}/${namespace}`);
      return use;
    },
  });
  return {
    asked,
    findings: findings.map(
      ({ rule, level, message }) => `${rule} ${level}: ${message}`,
    ),
  };
}

describe('a quota that becomes smaller', () => {
  it('is refused below what is in use, entry by entry', async () => {
    const used = { 'limits.cpu': '4500m', 'requests.memory': '4Gi' };
    expect(await foundWith(smallerLedger(), { used })).toEqual({
      asked: ['dev-1/ledger-dev'],
      findings: [
        'below-use error: gives ledger-dev on dev-1 limits.cpu 4, and 4500m are in use',
      ],
    });
  });

  it('is fine where as much is in use as it gives, and where nobody looks', async () => {
    const used = { 'limits.cpu': '4' };
    expect((await foundWith(smallerLedger(), { used })).findings).toEqual([]);
    expect((await foundWith(smallerLedger(), undefined)).findings).toEqual([]);
  });

  it('is warned of where nobody can say what is in use', async () => {
    const unknown = 'no answer from https://dev-1.example.com:6443';
    expect((await foundWith(smallerLedger(), { unknown })).findings).toEqual([
      `below-use warning: makes the quota of ledger-dev on dev-1 smaller, and what is in use can't be found out: ${unknown}`,
    ]);
  });

  it('asks of nobody whose quota stays or grows', async () => {
    const fixture = renderedRepository();
    fixture.commit(ofSize('medium'));
    expect(await foundWith(fixture, { used: {} })).toEqual({
      asked: [],
      findings: [],
    });
  });
});
