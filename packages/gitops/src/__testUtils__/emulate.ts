import { join } from 'node:path';
import { startProgram } from './program';

export interface EmulateOrder {
  /** Whose token each is. */
  readonly tokens: Readonly<
    Record<string, { readonly login: string; readonly scopes: string[] }>
  >;
  /** Users, organisations, repositories and apps, as emulate takes them. */
  readonly github: Readonly<Record<string, unknown>>;
}

export interface Emulated {
  /** Also of its API. */
  readonly url: string;
  /** By the app's id. */
  readonly privateKeys: Readonly<Record<string, string>>;
}

/**
 * GitHub's API as emulate, an independent project, understands it. In a process of its own, for it is an ES module, and
 * tests are not.
 */
export async function startEmulate(
  order: EmulateOrder,
): Promise<Emulated & { close(): Promise<void> }> {
  const { tell, end } = startProgram<EmulateOrder>(
    join(__dirname, 'emulateProgram.ts'),
  );
  return { ...(await tell<Emulated>(order)), close: end };
}
