import { editSource, type Edit } from './editSource';

const source = `# Cards and accounts. Ask #payments before you change anything.
apiVersion: tenantry.dev/v1
kind: Tenant
metadata:
  name: payments
spec:
  title:   Payments      # as in the catalog
  owner: group:default/payments
  access:
    admins: [payments-leads]
    developers: [ payments-devs,  'on-call' ]   # rota
  profile: hardened
  size: "medium"


  environments:
    # where we try things
    - name: dev
      cluster: dev-1
    - name: prod
      cluster: prod-1
      hosts: [pay.example.com]
      egress:
        - {
            cidr: 203.0.113.0/24,
            ports: [443],
          } # the acquirer
`;

/** Lines that are gone, with -, and lines that are new, with +. */
function difference(...edits: Edit[]): string[] {
  const [old, new_] = [source, editSource(source, edits)].map(text =>
    text.split('\n'),
  );
  let first = 0;
  while (old[first] === new_[first] && first < old.length) first += 1;
  let last = 0;
  while (
    last < Math.min(old.length, new_.length) - first &&
    old[old.length - 1 - last] === new_[new_.length - 1 - last]
  )
    last += 1;
  return [
    ...old.slice(first, old.length - last).map(line => `-${line}`),
    ...new_.slice(first, new_.length - last).map(line => `+${line}`),
  ];
}

const spec = (...path: Edit['path']) => ['spec', ...path];
const prod = { name: 'prod' };

describe('editSource', () => {
  it('changes a value and keeps its quotes and its comment', () => {
    expect(
      difference({ do: 'set', path: spec('size'), value: 'large' }),
    ).toEqual(['-  size: "medium"', '+  size: "large"']);
    expect(
      difference({ do: 'set', path: spec('title'), value: 'Cards' }),
    ).toEqual([
      '-  title:   Payments      # as in the catalog',
      '+  title: Cards # as in the catalog',
    ]);
  });

  it('puts a new key where people look for it', () => {
    expect(
      difference({
        do: 'set',
        path: spec('environments', { name: 'dev' }, 'size'),
        value: 'small',
      }),
    ).toEqual(['+      size: small']);
    expect(
      difference({ do: 'set', path: spec('expires'), value: '2028-06-30' }),
    ).toEqual(['+  expires: "2028-06-30"']);
  });

  it('adds to a list and takes from it, in the style that it has', () => {
    expect(
      difference({
        do: 'add',
        path: spec('access', 'admins'),
        value: 'payments-sre',
      }),
    ).toEqual([
      '-    admins: [payments-leads]',
      '+    admins: [payments-leads, payments-sre]',
    ]);
    expect(
      difference({
        do: 'take',
        path: spec('access', 'developers'),
        like: 'on-call',
      }),
    ).toEqual([
      "-    developers: [ payments-devs,  'on-call' ]   # rota",
      '+    developers: [payments-devs] # rota',
    ]);
    expect(
      difference({
        do: 'add',
        path: spec('access', 'viewers'),
        value: 'audit',
      }),
    ).toEqual(['+    viewers: [audit]']);
  });

  it('adds an environment at the end, and removes one', () => {
    expect(
      difference({
        do: 'add',
        path: spec('environments'),
        value: { name: 'test', cluster: 'dev-1' },
      }),
    ).toEqual(['+    - name: test', '+      cluster: dev-1']);
    expect(
      difference({
        do: 'take',
        path: spec('environments'),
        like: { name: 'dev' },
      }),
    ).toEqual(['-    - name: dev', '-      cluster: dev-1']);
  });

  it('adds a destination beside one that spans lines', () => {
    expect(
      difference({
        do: 'add',
        path: spec('environments', prod, 'egress'),
        value: { cidr: '198.51.100.0/25', ports: [443, '514/UDP'] },
      }),
    ).toEqual(['+        - { cidr: 198.51.100.0/25, ports: [443, 514/UDP] }']);
  });

  it('removes the last of a list with the list', () => {
    expect(
      difference({
        do: 'take',
        path: spec('environments', prod, 'hosts'),
        like: 'pay.example.com',
      }),
    ).toEqual(['-      hosts: [pay.example.com]']);
  });

  it('makes several edits, and leaves a text alone that is like that already', () => {
    const text = editSource(source, [
      { do: 'set', path: spec('size'), value: 'large' },
      { do: 'remove', path: spec('environments', prod, 'hosts') },
    ]);
    expect(text).toContain('size: "large"\n\n\n  environments:');
    expect(text).not.toContain('hosts');
    expect(
      editSource(source, [
        { do: 'set', path: spec('size'), value: 'medium' },
        { do: 'add', path: spec('access', 'admins'), value: 'payments-leads' },
        { do: 'take', path: spec('access', 'viewers'), like: 'audit' },
      ]),
    ).toBe(source);
  });

  it('quotes what another YAML reader would take for something else', () => {
    expect(
      editSource(source, [{ do: 'set', path: spec('title'), value: 'yes' }]),
    ).toContain('title: "yes" #');
  });

  it('keeps the ends of lines that another system writes', () => {
    const dos = source.replaceAll('\n', '\r\n');
    const edit: Edit = { do: 'set', path: spec('size'), value: 'large' };
    expect(editSource(dos, [edit])).toBe(
      dos.replace('size: "medium"', 'size: "large"'),
    );
  });

  it('edits a file whose lists stand right below their keys', () => {
    const text = [
      'spec:',
      '    environments:',
      '    - name: dev',
      '      hosts:',
      '      - a.example.com # first',
      '    - name: prod',
      '',
    ].join('\n');
    expect(
      editSource(text, [
        {
          do: 'add',
          path: spec('environments', { name: 'dev' }, 'hosts'),
          value: 'b.example.com',
        },
        {
          do: 'set',
          path: spec('environments', prod, 'size'),
          value: 'small',
        },
      ]),
    ).toBe(
      [
        'spec:',
        '    environments:',
        '    - name: dev',
        '      hosts:',
        '      - a.example.com # first',
        '      - b.example.com',
        '    - name: prod',
        '      size: small',
        '',
      ].join('\n'),
    );
  });
});
