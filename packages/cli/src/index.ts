export { exitCodes, type ExitCode } from './answer';
export type { Input, Io, Output } from './io';
export { run } from './run';
