export * from './actors';
export * from './client';
export * from './judge';
export * from './resources';
export * from './tryAttack';
