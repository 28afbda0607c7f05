/**
 * `npm start`: the embedded forge with its seeded GitOps repository, the Backstage backend and the app, on loopback.
 * `npm run start:cluster`: a real Kubernetes API with Kyverno and Argo CD as well.
 *
 * Everything that lasts (tokens, repository, pull requests, database) is kept under `.tenantry/`. Ctrl-C stops all of it.
 */
import { MissingRequirement } from '../test/cluster/rig/missing';
import { checkGit, checkNode, UserError } from './start/requirements';

async function main(): Promise<number> {
  checkNode(process.versions.node);
  await checkGit();
  // Only now: on an older Node the SQLite driver ends the process without a word.
  const { launch } = await import('./start/launch');
  return launch({ cluster: process.argv.includes('--cluster') });
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    const isExpected =
      error instanceof UserError || error instanceof MissingRequirement;
    console.error(isExpected ? `\n${error.message}\n` : error);
    process.exit(1);
  },
);
