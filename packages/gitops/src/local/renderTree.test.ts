import { exampleFleet, exceptionsYaml } from '../__testUtils__/fleet';
import { repositoryFiles } from '../files';
import { treeFromFiles } from '../tree';
import { renderTree } from './renderTree';

const path = 'tenants/ledger/exceptions.yaml';
const namespace = 'clusters/dev-1/tenants/ledger/ledger-dev.namespace.yaml';

function render(exceptions: string) {
  return renderTree(
    treeFromFiles(
      new Map([...repositoryFiles(exampleFleet()), [path, exceptions]]),
    ),
  );
}

describe('rendering a tenant with exceptions', () => {
  it('marks its Namespace, and leaves their file alone', () => {
    const { changes, problems } = render(exceptionsYaml('ledger'));
    expect(problems).toEqual([]);
    expect(changes.map(change => change.path)).toEqual([
      namespace,
      'tenants/ledger/lock.yaml',
    ]);
    expect(changes[0].content).toContain(
      'tenantry.dev/exceptions: host-probes\n',
    );
  });

  it.each([
    ['can not be read', exceptionsYaml('ledger', { expires: 'never' }), 12],
    [
      'name a control that has none',
      exceptionsYaml('ledger', { control: 'default-deny' }),
      7,
    ],
    [
      'name no environment of it',
      exceptionsYaml('ledger', { environment: 'prod' }),
      8,
    ],
  ])('writes nothing where they %s', (_, text, line) => {
    expect(render(text)).toMatchObject({
      changes: [],
      problems: [{ file: path, line }],
    });
  });
});
