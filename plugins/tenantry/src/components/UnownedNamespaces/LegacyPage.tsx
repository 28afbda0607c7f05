import { Header, Page } from '@backstage/core-components';
import { UnownedNamespaces } from './UnownedNamespaces';

/** The page with its own heading, which the first frontend system leaves to it. */
export function LegacyPage() {
  return (
    <Page themeId="tool">
      <Header title="Namespaces nobody owns" />
      <UnownedNamespaces />
    </Page>
  );
}
