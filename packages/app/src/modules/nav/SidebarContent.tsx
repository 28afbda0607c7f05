import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { SidebarSearchModal } from '@backstage/plugin-search';
import {
  RiCommunityLine,
  RiFolderUnknowLine,
  RiHomeSmile2Line,
  RiLayoutGridLine,
  RiMenuLine,
  RiSearchLine,
  RiSettings4Line,
} from '@remixicon/react';
import { catalogPath } from './places';
import { SidebarLogo } from './SidebarLogo';

const CatalogIcon = () => <RiCommunityLine size={20} />;
const TenantsIcon = () => <RiLayoutGridLine size={20} />;
const RequestIcon = () => <RiHomeSmile2Line size={20} />;
const UnownedIcon = () => <RiFolderUnknowLine size={20} />;
const SettingsIcon = () => <RiSettings4Line size={20} />;

/** The side bar: what is there, asking for a place, and one's own settings. */
export const sidebarContent = NavContentBlueprint.make({
  params: {
    component: ({ navItems }) => {
      const catalog = navItems.take('page:catalog');
      const tenants = navItems.take('page:tenantry');
      const create = navItems.take('page:scaffolder');
      const unowned = navItems.take('page:tenantry/unowned');
      const settings = navItems.take('page:user-settings');
      return (
        <Sidebar>
          <SidebarLogo />
          <SidebarGroup
            label="Search"
            icon={<RiSearchLine size={20} />}
            to="/search"
          >
            <SidebarSearchModal />
          </SidebarGroup>
          <SidebarDivider />
          <SidebarGroup label="Menu" icon={<RiMenuLine size={20} />}>
            {catalog && (
              <SidebarItem icon={CatalogIcon} to={catalogPath} text="Catalog" />
            )}
            {tenants && (
              <SidebarItem
                icon={TenantsIcon}
                to={tenants.href}
                text="Tenants"
              />
            )}
            {create && (
              <SidebarItem
                icon={RequestIcon}
                to={create.href}
                text="Request a place"
              />
            )}
            {unowned && (
              <SidebarItem
                icon={UnownedIcon}
                to={unowned.href}
                text="Unowned"
              />
            )}
            <SidebarScrollWrapper />
          </SidebarGroup>
          <SidebarSpace />
          <SidebarDivider />
          <SidebarGroup
            label="Settings"
            icon={<RiSettings4Line size={20} />}
            to="/settings"
          >
            {settings && (
              <SidebarItem
                icon={SettingsIcon}
                to={settings.href}
                text="Settings"
              />
            )}
          </SidebarGroup>
        </Sidebar>
      );
    },
  },
});
