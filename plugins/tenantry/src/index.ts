export { default } from './plugin';
export { scaffolderModule } from './scaffolderModule';
export { tenantryApiRef } from './api/tenantryApiRef';
