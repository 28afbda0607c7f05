/** A forge as a program: told by its parent what to do, ends with it. See `startForgeProcess`. */
import { startForge, type Forge, type ForgeOptions } from '@tenantry/forge';

export type Order =
  | { readonly id: number; readonly start: ForgeOptions }
  | {
      readonly id: number;
      readonly create: Parameters<Forge['createRepository']>[0];
    }
  | { readonly id: number; readonly hook: Parameters<Forge['setWebhook']>[0] }
  | { readonly id: number; readonly close: true };

let forge: Forge | undefined;

async function obey(order: Order): Promise<unknown> {
  if ('start' in order) {
    forge = await startForge(order.start);
    return { url: forge.url, apiUrl: forge.apiUrl };
  }
  if ('create' in order) return forge?.createRepository(order.create);
  if ('hook' in order) return forge?.setWebhook(order.hook);
  return forge?.close();
}

process.on('message', async (order: Order) => {
  const { id } = order;
  try {
    process.send?.({ id, value: await obey(order) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
  if ('close' in order) process.disconnect();
});
process.on('disconnect', () => process.exit());
