import {
  declaredObjects,
  repositoryObjects,
  sharedObjects,
  tenantObjects,
} from '@tenantry/gitops';
import { exampleSnapshot } from '../__testUtils__/exampleSnapshot';

const deny =
  'clusters/dev-1/tenants/ledger/ledger-dev.networkpolicy-default-deny.yaml';
const byHand = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: ledger-dev }
spec: { podSelector: {}, ingress: [{}] }
`;

const rendered = exampleSnapshot();
const [ledger] = rendered.fleet.tenants;

/** Objects of which the repository doesn't hold what rendering gives. */
function inDoubt(snapshot: ReturnType<typeof exampleSnapshot>): string[] {
  return repositoryObjects(snapshot, ledger)
    .expected.filter(({ text }) => text === undefined)
    .map(({ object }) => `${object.kind} ${object.metadata.name}`);
}

describe('repositoryObjects', () => {
  it('finds what parsing the files would find', () => {
    const { tree, fleet } = rendered;
    expect([
      ...declaredObjects(tree, 'ledger', tenantObjects(ledger, fleet)),
    ]).toEqual([...declaredObjects(tree, 'ledger')]);
    expect([...declaredObjects(tree, undefined, sharedObjects(fleet))]).toEqual(
      [...declaredObjects(tree, undefined)],
    );
  });

  it('knows everything to be as rendered in a repository that was', () => {
    expect(repositoryObjects(rendered, ledger).expected.length).toBeGreaterThan(
      30,
    );
    expect(inDoubt(rendered)).toEqual([]);
  });

  it.each([
    ['changed by hand', { [deny]: byHand }],
    ['missing', { [deny]: undefined }],
    [
      'said otherwise by a second file',
      { [deny.replace('.networkpolicy', '.z')]: byHand },
    ],
  ])('is in doubt about an object that is %s, and no other', (_, changes) => {
    expect(inDoubt(exampleSnapshot(changes))).toEqual([
      'NetworkPolicy default-deny',
    ]);
  });

  it('is in doubt about what all share where a file of the tenant says something of it', () => {
    const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: tenantry-admin }
rules: []
`;
    const snapshot = exampleSnapshot({
      'clusters/dev-1/tenants/ledger/x.yaml': role,
    });
    expect(inDoubt(snapshot)).toEqual(['ClusterRole tenantry-admin']);
    expect(repositoryObjects(snapshot, ledger).unexpected).toEqual([
      'clusters/dev-1/tenants/ledger/x.yaml',
    ]);
    const [, other] = snapshot.fleet.tenants;
    expect(
      repositoryObjects(snapshot, other).expected.filter(
        ({ text }) => text === undefined,
      ),
    ).toEqual([]);
  });
});
