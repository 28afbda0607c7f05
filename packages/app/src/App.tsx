import { createApp } from '@backstage/frontend-defaults';
import authPlugin from '@backstage/plugin-auth';
import userSettingsModule from '@backstage/plugin-app-module-user-settings';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import tenantryPlugin, {
  scaffolderModule,
} from '@tenantry/backstage-plugin-tenantry';
import { catalogWithoutLabels } from './catalogPlugin';
import { navModule } from './modules/nav';
import { scaffolderWithBackstageUi } from './scaffolderPlugin';

export default createApp({
  features: [
    authPlugin,
    catalogWithoutLabels,
    catalogGraphPlugin,
    orgPlugin,
    scaffolderWithBackstageUi,
    searchPlugin,
    signalsPlugin,
    userSettingsPlugin,
    userSettingsModule,
    tenantryPlugin,
    scaffolderModule,
    navModule,
  ],
});
