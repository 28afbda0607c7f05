/**
 * A small GitHub-compatible server over real bare git repositories, for development and tests.
 *
 * @packageDocumentation
 */

export type { ForgeLogger } from './context';
export { PortInUseError } from './server';
export {
  startForge,
  type Forge,
  type ForgeOptions,
  type ForgeWebhook,
  type NewForgeRepository,
} from './startForge';
export type { ForgeUser } from './users';
export { signature as webhookSignature } from './webhooks';
