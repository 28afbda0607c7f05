import {
  ForgeUnreachableError,
  NotATenantryRepositoryError,
} from '@tenantry/gitops';
import { answerable } from './answerable';

it.each([
  [
    new ForgeUnreachableError('git.example.com', 'it is silent'),
    "git.example.com can't be reached: it is silent. Check that it is up and that this machine may connect to it. Then try again: nothing is written twice.",
  ],
  [
    new NotATenantryRepositoryError('platform/website'),
    'platform/website is not a Tenantry repository: it has no platform.yaml. Commit a platform.yaml and one clusters/<name>/cluster.yaml per cluster, or configure another repository.',
  ],
])('says once, and of no task, what $name is about', async (error, message) => {
  await expect(answerable(() => Promise.reject(error))).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message,
  });
});

it('leaves other failures as they are', async () => {
  const error = new Error('a bug');
  await expect(answerable(() => Promise.reject(error))).rejects.toBe(error);
});
