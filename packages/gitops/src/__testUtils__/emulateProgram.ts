/** Another implementation of GitHub's API as a program; see `startEmulate`. */
import { obeyOrders } from './program';
import type { Emulated, EmulateOrder } from './emulate';

obeyOrders<EmulateOrder>(async ({ github, tokens }): Promise<Emulated> => {
  const { createEmulator } = await import('emulate');
  const { url, generatedSecrets } = await createEmulator({
    service: 'github',
    port: 0,
    seed: { tokens, github },
  });
  const keys = generatedSecrets.map(({ id, value }) => [id, value]);
  return { url, privateKeys: Object.fromEntries(keys) };
});
