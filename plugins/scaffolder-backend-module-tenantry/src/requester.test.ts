import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readRequester } from './requester';
import { guest } from './testing/people';

const getInitiatorCredentials = async () => mockCredentials.user();

it('reads groups from the catalog, however they are written', async () => {
  const catalog = catalogServiceMock({ entities: [guest] });
  const user = { ref: 'user:default/guest' };
  expect(
    await readRequester({ user, getInitiatorCredentials }, catalog),
  ).toEqual({
    ref: 'user:default/guest',
    groups: ['group:default/payments', 'group:default/checkout'],
  });
});

it('refuses a task that no person started', async () => {
  const catalog = catalogServiceMock();
  await expect(
    readRequester({ getInitiatorCredentials }, catalog),
  ).rejects.toThrow('a tenant is requested by a person');
});

it('says so when the person is not in the catalog', async () => {
  const catalog = catalogServiceMock();
  const user = { ref: 'user:default/stranger' };
  await expect(
    readRequester({ user, getInitiatorCredentials }, catalog),
  ).rejects.toMatchObject({
    name: 'NotAllowedError',
    message: expect.stringContaining(
      "user:default/stranger isn't in the catalog",
    ),
  });
});
