export { catalogModuleTenantry as default } from './module';
