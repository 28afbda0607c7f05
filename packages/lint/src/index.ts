export { lintObjects, openLinter } from './lintObjects';
export type { Linter, LintOptions } from './lintObjects';
export type { Applier } from './judge/rights';
export { readManifests, standardInput } from './manifests/readManifests';
export type { Manifest, Manifests, Source } from './manifests/readManifests';
export type { Position } from './manifests/position';
