/** A forge as a program; see `startForgeProcess`. */
import { startForge, type Forge, type ForgeOptions } from '@tenantry/forge';
import { obeyOrders } from './program';

export type ForgeOrder =
  | { readonly start: ForgeOptions }
  | { readonly create: Parameters<Forge['createRepository']>[0] }
  | { readonly hook: Parameters<Forge['setWebhook']>[0] }
  | { readonly close: true };

let forge: Forge | undefined;

obeyOrders<ForgeOrder>(async order => {
  if ('start' in order) {
    forge = await startForge(order.start);
    return { url: forge.url, apiUrl: forge.apiUrl };
  }
  if ('create' in order) return forge?.createRepository(order.create);
  if ('hook' in order) return forge?.setWebhook(order.hook);
  return forge?.close();
});
