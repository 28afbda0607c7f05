export type * from './attack';
export { harmlessPod, podAttack } from './pods';
export { objectAttack } from './objects';
export { sampleOf, samples } from './samples';
export { hostOf } from './hostOf';
export { attack, attackName, create, unproved, withheld } from './requests';
