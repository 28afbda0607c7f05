import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { sidebarContent } from './SidebarContent';
import { startPage } from './startPage';

export const navModule = createFrontendModule({
  pluginId: 'app',
  extensions: [sidebarContent, startPage],
});
