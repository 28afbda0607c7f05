export type * from './attack';
export { harmlessPod, podAttack } from './pods';
export type { Place, PodAttackOptions, PodChange } from './pods';
export { objectAttack } from './objects';
export { metadataAttack } from './metadata';
export { parentOf, sampleOf, samples } from './samples';
export type { Sample } from './samples';
export { hostOf } from './hostOf';
export { attack, attackName, create, unproved, withheld } from './requests';
