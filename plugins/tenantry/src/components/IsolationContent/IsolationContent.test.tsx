import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { tenantAnnotation } from '@tenantry/backstage-plugin-tenantry-common';
import { screen } from '@testing-library/react';
import { refusal } from '../../__testUtils__/refusal';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { IsolationContent } from './IsolationContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'payments',
    annotations: { [tenantAnnotation]: 'payments' },
  },
};

it('says without alarm that a tenant may not be seen, and whom to ask', async () => {
  const refused = await refusal('ask whoever keeps the policy');
  await renderInTestApp(
    <TestApiProvider
      apis={[[tenantryApiRef, { tenant: async () => Promise.reject(refused) }]]}
    >
      <EntityProvider entity={entity}>
        <IsolationContent />
      </EntityProvider>
    </TestApiProvider>,
  );
  const note = await screen.findByText('You may not see this tenant');
  expect(note.closest('[role="status"]')).toHaveTextContent(
    'ask whoever keeps the policy',
  );
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
