import { readNamespaces } from './readNamespaces';

const payments = {
  path: 'teams/payments/all.yaml',
  text: `# who we are
---
apiVersion: v1
kind: Namespace
metadata: { name: payments-prod }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: flags, namespace: ledger-prod }
data: { enabled: yes, 8080: http }
`,
};

function names(input: Parameters<typeof readNamespaces>[0]) {
  return Object.fromEntries(
    readNamespaces(input).namespaces.map(({ name, objects }) => [
      name,
      objects.map(({ object }) => `${object.kind} ${object.metadata.name}`),
    ]),
  );
}

describe('reading namespaces', () => {
  it('believes what an object says of itself, then the folder with one Namespace', () => {
    const onlyOwn = {
      ...payments,
      text: payments.text.replace('ledger-prod', 'payments-prod'),
    };
    expect(names([onlyOwn])).toEqual({
      'payments-prod': [
        'Namespace payments-prod',
        'ServiceMonitor web',
        'ConfigMap flags',
      ],
    });
  });

  it('guesses no namespace where a folder is about two', () => {
    const found = readNamespaces([payments]);
    expect(found.others.map(({ object }) => object.kind)).toEqual([
      'ServiceMonitor',
    ]);
    expect(Object.keys(names([payments]))).toEqual([
      'ledger-prod',
      'payments-prod',
    ]);
  });

  it('tells where each object stands', () => {
    const [, { objects }] = readNamespaces([payments]).namespaces;
    expect(objects[0].place).toEqual({
      file: 'teams/payments/all.yaml',
      line: 2,
      document: 1,
    });
  });

  it('keeps documents of comments apart', () => {
    expect(readNamespaces([payments]).empty).toEqual([
      { file: 'teams/payments/all.yaml', line: 1, document: 0 },
    ]);
  });

  it('takes the items of a List one by one', () => {
    const text = `apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Namespace, metadata: { name: ledger-prod } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: flags, namespace: ledger-prod } }
  - just text
`;
    const found = readNamespaces([{ path: 'list.yaml', text }]);
    expect(found.namespaces[0].objects.map(({ place }) => place.item)).toEqual([
      0, 1,
    ]);
    expect(found.namespaces[0].unreadable).toHaveLength(1);
  });

  it.each([
    ['a: 1\na: 2', /Map keys must be unique/],
    ['kind: [', /isn't valid YAML/],
    ['- a\n- b', /it is a list, no object/],
    ['a: 1', /no apiVersion and kind/],
    [
      'apiVersion: v1\nkind: Pod\nmetadata: { generateName: web- }',
      /without metadata.name/,
    ],
    ['\0GITCRYPT\0', /binary/],
    [`${'['.repeat(4_000)}`, /valid YAML|deep|stack/i],
  ])('tells why it can not read %j', (text, reason) => {
    const { unreadable } = readNamespaces([{ path: 'odd.yaml', text }]);
    expect(unreadable[0].reason).toMatch(reason);
  });

  it('reads words and numbers as kubectl does', () => {
    const text = `apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: ledger-prod }
spec: { suspend: yes, schedule: 1:30, since: 2026-01-01 }
`;
    const [{ objects }] = readNamespaces([{ path: 'a.yaml', text }]).namespaces;
    expect(objects[0].object.spec).toEqual({
      suspend: true,
      schedule: '1:30',
      since: '2026-01-01',
    });
  });
});
