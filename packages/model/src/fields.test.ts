import { allFields, fieldAddress, findFields } from './fields';

function found(text: string): string[] {
  return findFields(text).map(fieldAddress);
}

describe('findFields', () => {
  it('finds a field by its path, with or without document, spec and positions', () => {
    for (const text of [
      'tenant.spec.environments.egress',
      'tenant.environments.egress',
      'spec.environments[0].egress',
      'environments[].egress',
    ])
      expect(found(text)).toEqual(['tenant.spec.environments.egress']);
  });

  it('reads a name that people choose', () => {
    expect(found('platform.sizes.small.pods')).toEqual([
      'platform.spec.sizes.<name>.pods',
    ]);
    expect(found('sizes.large')).toEqual(['platform.spec.sizes.<name>']);
  });

  it('prefers what is given from the top, and tells all that are the same', () => {
    expect(found('spec.title')).toEqual([
      'tenant.spec.title',
      'platform.spec.title',
      'cluster.spec.title',
    ]);
  });

  it('finds a field by its end alone', () => {
    expect(found('podCIDRs')).toEqual(['cluster.spec.network.podCIDRs']);
    expect(found('metadata.name')).toHaveLength(4);
  });

  it('finds a whole document, and nothing for what is no field', () => {
    expect(found('cluster')).toEqual(['cluster']);
    expect(found('spec.colour')).toEqual([]);
    expect(found('')).toEqual([]);
  });
});

describe('a field', () => {
  it('says what it holds, whether it is needed and what it is otherwise', () => {
    const [egress] = findFields('environments.egress');
    expect(egress).toMatchObject({
      type: 'a list of maps',
      required: false,
    });
    expect(findFields('environments.hosts')[0]).toMatchObject({
      type: 'a list, each entry text',
      default: [],
    });
    expect(findFields('access.admins')[0].required).toBe(true);
    expect(egress.fields.map(({ path }) => path.at(-1))).toEqual([
      'cidr',
      'host',
      'ports',
    ]);
    expect(findFields('policyEngine')[0].values).toEqual(['kyverno', 'native']);
  });

  it('has a description wherever it stands', () => {
    expect(
      allFields()
        .filter(({ description }) => description === '')
        .map(fieldAddress),
    ).toEqual([]);
  });
});
