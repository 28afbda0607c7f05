import type { VerbEntry } from '../verb';

/** All verbs, in the order in which somebody meets them. */
export const verbs: readonly VerbEntry[] = [
  {
    name: 'render',
    summary: 'write the files that the sources give',
    load: async () => (await import('./render')).render,
  },
  {
    name: 'plan',
    summary: 'tell what a change does to isolation, as its reviewer reads it',
    load: async () => (await import('./plan')).plan,
  },
  {
    name: 'verify',
    summary: 'check a change of the repository: the required check',
    load: async () => (await import('./verify')).verify,
  },
  {
    name: 'diff',
    summary: 'compare what is declared with what clusters hold',
    load: async () => (await import('./diff')).diff,
  },
  {
    name: 'prove',
    summary: 'try the attacks on a cluster, as dry runs, and report',
    load: async () => (await import('./prove')).prove,
  },
];
