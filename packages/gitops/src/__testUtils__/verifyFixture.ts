import { parseExceptions, parseTenant, unwrap } from '@tenantry/model';
import type { Finding, Fleet } from '@tenantry/model';
import { exampleFleet } from './fleet';
import { gitFixture, type GitFixture } from './gitFixture';
import { repositoryFiles, tenantFiles } from '../files';
import { openLocalRepository } from '../local/localRepository';
import { verifyChange, type VerifyInput } from '../verify/verifyChange';

/** What may be said to the check besides the change itself. */
export type Extras = Partial<Omit<VerifyInput, 'repository' | 'base' | 'head'>>;

export const workflow = '.github/workflows/tenantry.yaml';

let made: GitFixture | undefined;

/** A repository with some tenants, rendered, on `main`; what is committed next is on `change`. */
export function renderedRepository(): GitFixture {
  made ??= makeRepository();
  return gitFixture(made);
}

function makeRepository(): GitFixture {
  const fixture = gitFixture();
  const fleet = exampleFleet(['ledger', 'billing', 'store-front']);
  fixture.commit({
    ...Object.fromEntries(repositoryFiles(fleet)),
    'tenants/ledger/notes.md': 'Whom to call.\n',
    [workflow]: 'on: pull_request_target\n',
    '.github/CODEOWNERS': '* @platform/reviewers\n',
  });
  fixture.git('checkout', '--quiet', '-b', 'change');
  return fixture;
}

/** What the check finds in `change` on its way to `main`. */
export async function findingsIn(
  fixture: GitFixture,
  extras: Extras = {},
): Promise<readonly Finding[]> {
  const repository = await openLocalRepository(fixture.directory);
  try {
    const { findings } = await verifyChange({
      repository,
      base: await repository.commit('main'),
      head: await repository.commit('change'),
      ...extras,
    });
    return findings;
  } finally {
    await repository.close();
  }
}

/** Each rule and file once. */
export function told(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ rule, file }) => `${rule} ${file}`))];
}

/** All files of a tenant with these sources, as Tenantry writes them; the sources are left as they are. */
export function rendered(
  source: string,
  exceptions?: string,
): Record<string, string> {
  const tenant = unwrap(parseTenant(source));
  const { name } = tenant.metadata;
  const fleet: Fleet = {
    ...exampleFleet(),
    exceptions: new Map(
      exceptions === undefined
        ? []
        : [[name, unwrap(parseExceptions(exceptions)).spec.exceptions]],
    ),
  };
  return {
    ...Object.fromEntries(tenantFiles(tenant, fleet)),
    [`tenants/${name}/tenant.yaml`]: source,
    ...(exceptions === undefined
      ? {}
      : { [`tenants/${name}/exceptions.yaml`]: exceptions }),
  };
}

/** The first file whose path begins so. */
export function pathIn(fixture: GitFixture, start: string): string {
  const path = fixture
    .git('ls-files')
    .split('\n')
    .find(name => name.startsWith(start));
  if (path === undefined) throw new Error(`no file ${start}…`);
  return path;
}
