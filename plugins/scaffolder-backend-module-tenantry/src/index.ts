export { createAwaitAction } from './actions/await';
export { createProposeAction } from './actions/propose';
export { createRenderAction } from './actions/render';
export { scaffolderModuleTenantry as default } from './module';
