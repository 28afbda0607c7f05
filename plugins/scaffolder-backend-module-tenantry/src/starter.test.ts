import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readStarter } from './starter';
import { guest } from './testing/people';

const getInitiatorCredentials = async () => mockCredentials.user();

it('knows who started a task, and their groups', async () => {
  const catalog = catalogServiceMock({ entities: [guest] });
  const user = { ref: 'user:default/guest' };
  expect(await readStarter({ user, getInitiatorCredentials }, catalog)).toEqual(
    {
      ref: 'user:default/guest',
      groups: ['group:default/payments', 'group:default/checkout'],
    },
  );
});

it('refuses a task that no person started', async () => {
  const catalog = catalogServiceMock();
  await expect(
    readStarter({ getInitiatorCredentials }, catalog),
  ).rejects.toThrow('a tenant is requested by a person');
});
