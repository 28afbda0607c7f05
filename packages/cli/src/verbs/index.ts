import type { VerbEntry } from '../verb';

// By `require`: Jest has no `import()` here, and either way a verb is loaded when it is called, and not before.
/* eslint-disable @typescript-eslint/no-require-imports */

/** All verbs, in the order in which somebody meets them. */
export const verbs: readonly VerbEntry[] = [
  {
    name: 'init',
    summary: 'begin a GitOps repository, with its first cluster',
    load: () => (require('./init') as typeof import('./init')).init,
  },
  {
    name: 'new',
    summary: 'ask for a place: write a tenant.yaml',
    load: () => (require('./new') as typeof import('./new')).new_,
  },
  {
    name: 'set',
    summary: 'change a tenant.yaml, and keep how it is written',
    load: () => (require('./set') as typeof import('./set')).set,
  },
  {
    name: 'render',
    summary: 'write the files that the sources give',
    load: () => (require('./render') as typeof import('./render')).render,
  },
  {
    name: 'plan',
    summary: 'tell what a change does to isolation, as its reviewer reads it',
    load: () => (require('./plan') as typeof import('./plan')).plan,
  },
  {
    name: 'verify',
    summary: 'check a change of the repository: the required check',
    load: () => (require('./verify') as typeof import('./verify')).verify,
  },
  {
    name: 'lint',
    summary: 'check your own manifests by the rules of their environment',
    load: () => (require('./lint') as typeof import('./lint')).lint,
  },
  {
    name: 'import',
    summary:
      'make tenants of namespaces that are there, and tell of every object',
    load: () =>
      (require('./import') as typeof import('./import')).importNamespaces,
  },
  {
    name: 'diff',
    summary: 'compare what is declared with what clusters hold',
    load: () => (require('./diff') as typeof import('./diff')).diff,
  },
  {
    name: 'prove',
    summary: 'try the attacks on a cluster, as dry runs, and report',
    load: () => (require('./prove') as typeof import('./prove')).prove,
  },
  {
    name: 'explain',
    summary: 'tell why a control, an attack, a field or a rule is there',
    load: () => (require('./explain') as typeof import('./explain')).explain,
  },
  {
    name: 'completion',
    summary: 'print a script that completes the command in a shell',
    load: () =>
      (require('./completion') as typeof import('./completion')).completion,
  },
];
