export { LegacyUnownedPage } from './LegacyUnownedPage';
export { UnownedNamespaces } from './UnownedNamespaces';
