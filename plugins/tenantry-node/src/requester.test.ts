import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readRequester } from './requester';

const credentials = mockCredentials.user();

it('reads groups from the catalog, however they are written', async () => {
  const guest = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'guest' },
    spec: { memberOf: ['payments', 'checkout'] },
    relations: [
      { type: 'memberOf', targetRef: 'group:default/payments' },
      { type: 'memberOf', targetRef: 'Group:default/Checkout' },
      { type: 'ownerOf', targetRef: 'component:default/till' },
    ],
  };
  const catalog = catalogServiceMock({ entities: [guest] });
  expect(
    await readRequester('user:default/guest', { catalog, credentials }),
  ).toEqual({
    ref: 'user:default/guest',
    groups: ['group:default/payments', 'group:default/checkout'],
  });
});

it('says so when the person is not in the catalog', async () => {
  const catalog = catalogServiceMock();
  await expect(
    readRequester('user:default/stranger', { catalog, credentials }),
  ).rejects.toMatchObject({
    name: 'NotAllowedError',
    message: expect.stringContaining(
      "user:default/stranger isn't in the catalog",
    ),
  });
});
