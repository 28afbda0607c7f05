import type { TenantQuery } from './tenantResource';
import { ownersIn } from './ownersIn';

const a = { owners: ['group:default/a'] };
const b = { owners: ['group:default/b'] };
const both = { owners: ['group:default/a', 'group:default/b'] };

describe('ownersIn', () => {
  it('are those that the rule names', () => {
    expect(ownersIn(both)).toEqual(['group:default/a', 'group:default/b']);
  });

  it('are all of anyOf, each once', () => {
    expect(ownersIn({ anyOf: [both, a, b] })).toEqual([
      'group:default/a',
      'group:default/b',
    ]);
  });

  it('are those that all of allOf have', () => {
    expect(ownersIn({ allOf: [both, a] })).toEqual(['group:default/a']);
    expect(ownersIn({ allOf: [a, b] })).toEqual([]);
    expect(ownersIn({ allOf: [{ anyOf: [a, b] }, b] })).toEqual([
      'group:default/b',
    ]);
  });

  it('can not be told where something is negated, however deep', () => {
    for (const condition of [
      { not: a },
      { allOf: [both, { not: a }] },
      { anyOf: [a, { allOf: [{ not: b }] }] },
    ] satisfies Parameters<typeof ownersIn>[0][])
      expect(() => ownersIn(condition)).toThrow(
        'can\'t be narrowed to those that you may see: the permission policy\'s condition has a "not"',
      );
  });

  it('can not be told where nothing is asked of all', () => {
    const empty = { allOf: [] } as object as { allOf: [typeof a] };
    for (const condition of [empty, { anyOf: [a, empty] } as const])
      expect(() =>
        ownersIn(condition as Parameters<typeof ownersIn>[0]),
      ).toThrow('has an empty "allOf"');
  });

  it('are never everybody because a rule names none', () => {
    const other = { prefix: 'pay' } as object as TenantQuery;
    for (const condition of [other, { anyOf: [a, other] } as const])
      expect(() =>
        ownersIn(condition as Parameters<typeof ownersIn>[0]),
      ).toThrow('uses a rule whose toQuery gives no owners');
    expect(ownersIn({ owners: [] })).toEqual([]);
  });
});
