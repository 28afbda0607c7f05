export * from './annotations';
export * from './api';
export * from './client';
export * from './fleet';
export * from './permissions';
