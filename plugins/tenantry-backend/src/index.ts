export { tenantryPlugin as default } from './plugin';
