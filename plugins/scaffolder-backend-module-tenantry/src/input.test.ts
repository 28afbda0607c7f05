import { validate } from 'jsonschema';
import { inputSchema, parseInput } from './input';

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [
    {
      name: 'prod',
      cluster: 'prod-1',
      egress: [{ cidr: '203.0.113.0/24', ports: [443, '514/UDP'] }],
    },
  ],
};

describe('the published schema', () => {
  it('names every field with a description', () => {
    const { properties = {} } = inputSchema();
    expect(Object.keys(properties)).toEqual([
      'name',
      'title',
      'owner',
      'access',
      'profile',
      'size',
      'repositories',
      'environments',
      'expires',
    ]);
    expect(
      Object.values(properties).every(({ description }) => description),
    ).toBe(true);
  });

  it('takes a request, and what a form leaves open', () => {
    const request = { ...payments, expires: null, profile: '', size: null };
    expect(validate(request, inputSchema()).errors).toEqual([]);
  });

  it.each([
    ['an unknown field', { ...payments, colour: 'green' }],
    ['a missing field', { ...payments, owner: undefined }],
    ['a text where a list belongs', { ...payments, environments: 'dev' }],
    [
      'an unknown field deep inside',
      { ...payments, environments: [{ name: 'dev', cluster: 'x', y: 1 }] },
    ],
  ])('refuses %s', (_, request) => {
    expect(validate(request, inputSchema()).valid).toBe(false);
  });

  it('leaves values to the action, which says what would be right', () => {
    const request = { ...payments, name: 'Payments!', environments: [] };
    expect(validate(request, inputSchema()).valid).toBe(true);
  });
});

describe('parseInput', () => {
  it('fills in what was left out', () => {
    expect(parseInput({ ...payments, expires: '' })).toMatchObject({
      repositories: [],
      access: { developers: [] },
    });
  });

  it('lists every problem with its path, and a value that would do', () => {
    const parse = () =>
      parseInput({
        ...payments,
        name: 'Payments',
        environments: [
          { name: 'dev', cluster: 'dev-1', egress: [{ ports: [443] }] },
        ],
      });
    expect(parse).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          /^the request has 2 problems, and nothing was written:\nname: .*for example: payments\)\nenvironments\[0\]\.egress\[0\]: /,
        ),
      }),
    );
  });
});
