export * from './annotations';
export * from './api';
export * from './client';
