export { UnownedNamespaces } from './UnownedNamespaces';
