import { Content, Header, Page } from '@backstage/core-components';
import { UnownedNamespaces } from './UnownedNamespaces';

/** The page with its header, which the first frontend system leaves to the page. */
export function LegacyUnownedPage() {
  return (
    <Page themeId="home">
      <Header title="Namespaces nobody owns" />
      <Content noPadding>
        <UnownedNamespaces />
      </Content>
    </Page>
  );
}
