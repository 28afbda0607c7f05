import { allFields } from '@tenantry/model';
import { settable } from './settable';

describe('settable', () => {
  it('has every field of a tenant that is not put together from others', () => {
    const put = /^(environments\.(egress|peers|observed)\.|access$|$)/;
    const fields = allFields()
      .filter(
        ({ document, path }) => document === 'tenant' && path[0] === 'spec',
      )
      .map(({ path }) => path.slice(1).join('.'))
      .filter(path => !put.test(path))
      .map(path => path.replace(/^environments\./, 'environments.*.'));
    expect(Object.keys(settable).sort()).toEqual(fields.sort());
  });

  it('lets nothing be left out that the schema requires', () => {
    const required = allFields()
      .filter(field => field.document === 'tenant' && field.required)
      .map(({ path }) =>
        path
          .slice(1)
          .join('.')
          .replace(/^environments\./, 'environments.*.'),
      )
      .filter(path => Object.hasOwn(settable, path));
    const kept = Object.entries(settable)
      .filter(([, field]) => field.required)
      .map(([path]) => path);
    expect(kept.sort()).toEqual(required.sort());
  });
});
