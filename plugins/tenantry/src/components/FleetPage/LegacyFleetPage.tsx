import { Content, Header, Page } from '@backstage/core-components';
import { FleetPage } from './FleetPage';

/** The page with its header, which the first frontend system leaves to the page. */
export function LegacyFleetPage() {
  return (
    <Page themeId="home">
      <Header title="Tenants" />
      <Content noPadding>
        <FleetPage />
      </Content>
    </Page>
  );
}
