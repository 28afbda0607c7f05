import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { waitForPage } from './waitForPage';

const ref = 'resource:default/payments';
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'payments' },
};
const credentials = mockCredentials.user();

describe('waitForPage', () => {
  it('goes on once the entity is there', async () => {
    const catalog = catalogServiceMock.mock({
      getEntityByRef: jest
        .fn()
        .mockResolvedValueOnce(undefined)
        .mockResolvedValueOnce(entity),
    });
    const options = { credentials, patienceMs: 5_000 };
    expect(await waitForPage(catalog, ref, options)).toBe(true);
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(2);
  });

  it('gives up after a while, for the pull request is there all the same', async () => {
    const options = { credentials, patienceMs: 300 };
    expect(await waitForPage(catalogServiceMock(), ref, options)).toBe(false);
  });
});
