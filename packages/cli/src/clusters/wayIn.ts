import type { Command } from 'commander';
import { resolve } from 'node:path';
import { collect } from '../options';

/** A kubeconfig as it was named. */
export interface WayIn {
  /** In words. */
  readonly text: string;
  /** The cluster of the repository that it leads to, where that was said. */
  readonly cluster?: string;
  /** Default: where kubectl looks. */
  readonly file?: string;
  /** Default: its current one. */
  readonly context?: string;
}

export function addKubeconfigs(command: Command, otherwise: string): void {
  command.option(
    '--kubeconfig <file>',
    `the way to a cluster, [<cluster>=]<file>[#<context>]; may be repeated; default: ${otherwise}`,
    collect,
  );
}

/** Takes `[<cluster>=]<file>[#<context>]` apart. */
export function parseWay(text: string, cwd: string): WayIn {
  const [, cluster, file, context] =
    /^(?:([a-z0-9][a-z0-9-]*)=)?([^#]*)(?:#(.+))?$/.exec(text) ?? [];
  return {
    text: `--kubeconfig ${text}`,
    ...(cluster === undefined ? {} : { cluster }),
    ...(file ? { file: resolve(cwd, file) } : {}),
    ...(context === undefined ? {} : { context }),
  };
}
