import type { TenantryApi } from '@tenantry/backstage-plugin-tenantry-common';
import { badPreview, goodPreview } from '../__testUtils__/preview';
import { forgetPreview, previewOf, requestOf } from './previewRequest';

function api(preview: TenantryApi['preview']): TenantryApi {
  return {
    preview,
    offer: jest.fn(),
    checkName: jest.fn(),
    tenant: jest.fn(),
    fleet: jest.fn(),
    fleetMatrix: jest.fn(),
    closeRequest: jest.fn(),
    unowned: jest.fn(),
  };
}

describe('requestOf', () => {
  it('is the name and the fields of the spec, and nothing of the form’s own', () => {
    expect(
      requestOf({
        preview: undefined,
        secret: 'x',
        name: 'payments',
        title: 'Payments',
        expires: undefined,
      }),
    ).toEqual({ name: 'payments', title: 'Payments' });
  });
});

describe('previewOf', () => {
  it('asks once for the same request', async () => {
    const preview = jest.fn(async () => goodPreview);
    const tenantry = api(preview);
    await previewOf(tenantry, { name: 'payments', preview: undefined });
    await expect(previewOf(tenantry, { name: 'payments' })).resolves.toBe(
      goodPreview,
    );
    expect(preview).toHaveBeenCalledTimes(1);
  });

  it('asks again for another request, and after being told to forget', async () => {
    const preview = jest.fn(async () => badPreview);
    const tenantry = api(preview);
    await previewOf(tenantry, { name: 'payments' });
    await previewOf(tenantry, { name: 'ledger' });
    forgetPreview(tenantry);
    await previewOf(tenantry, { name: 'ledger' });
    expect(preview).toHaveBeenCalledTimes(3);
  });

  it('does not remember a failure', async () => {
    const preview = jest
      .fn()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue(goodPreview);
    const tenantry = api(preview);
    await expect(previewOf(tenantry, { name: 'payments' })).rejects.toThrow();
    await expect(previewOf(tenantry, { name: 'payments' })).resolves.toBe(
      goodPreview,
    );
  });
});
