import { readTenantRequest } from './readTenantRequest';

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};

it('reads what a form left open as left out', () => {
  const read = readTenantRequest({
    ...payments,
    expires: '',
    profile: null,
    size: undefined,
    repositories: [],
    access: { admins: ['payments-leads', ''], developers: null, viewers: [] },
    environments: [
      {
        name: 'dev',
        cluster: 'dev-1',
        profile: '',
        hosts: [''],
        egress: [{ cidr: '203.0.113.0/24', host: '', ports: [443] }],
        peers: null,
      },
    ],
  });
  expect(read).toMatchObject({
    ok: true,
    value: {
      access: { admins: ['payments-leads'], developers: [], viewers: [] },
      environments: [
        { hosts: [], egress: [{ cidr: '203.0.113.0/24', ports: [443] }] },
      ],
    },
  });
  const value = read.ok ? read.value : undefined;
  expect(value).not.toHaveProperty('expires');
  expect(value).not.toHaveProperty('profile');
  expect(value?.environments[0]).not.toHaveProperty('profile');
});

it('complains about blank required fields and blank unknown ones', () => {
  const read = readTenantRequest({ ...payments, title: '', colour: '' });
  expect(read).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([
      expect.objectContaining({ path: ['title'] }),
      expect.objectContaining({ path: ['colour'] }),
    ]),
  });
});

it.each([undefined, null, 'payments', 7, [payments]])(
  'refuses %j as a whole',
  values => {
    expect(readTenantRequest(values)).toMatchObject({ ok: false });
  },
);

it('never lets a key reach into the machinery of objects', () => {
  const values: unknown = JSON.parse(
    '{"__proto__": {"owner": "group:default/ledger"}, "name": "payments"}',
  );
  const read = readTenantRequest(values);
  expect(read).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([
      expect.objectContaining({ path: ['__proto__'] }),
    ]),
  });
});
