import { identityApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type { TenantryApi } from '@tenantry/backstage-plugin-tenantry-common';
import type { ComponentProps } from 'react';
import { tenantryApiRef } from '../api/tenantryApiRef';
import * as fields from '../fields/formFields';
import { offer } from './offer';
import { goodPreview } from './preview';

/** One page of a template's form. */
export type FormPage = ComponentProps<
  typeof Stepper
>['manifest']['steps'][number];

export interface FormOptions {
  readonly pages: readonly FormPage[];
  readonly values?: Record<string, string>;
  readonly api?: Partial<TenantryApi>;
}

function group(name: string, displayName: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [], profile: { displayName } },
  };
}

/** The scaffolder's own stepper with our fields; gives what would be submitted, and the API they asked. */
export async function renderForm(options: FormOptions) {
  const api = {
    offer: jest.fn(async () => offer),
    checkName: jest.fn(async (name: string) => ({
      name,
      free: true,
      problems: [],
    })),
    preview: jest.fn(async () => goodPreview),
    tenant: jest.fn(),
    closeRequest: jest.fn(),
    ...options.api,
  };
  const submitted = jest.fn(async () => {});
  const identity = {
    getBackstageIdentity: async () => ({
      type: 'user' as const,
      userEntityRef: 'user:default/guest',
      ownershipEntityRefs: ['user:default/guest', 'group:default/payments'],
    }),
  };
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [tenantryApiRef, api],
        [identityApiRef, identity],
        [
          catalogApiRef,
          catalogApiMock({
            entities: [
              group('checkout', 'Checkout'),
              group('payments', 'Payments'),
            ],
          }),
        ],
      ]}
    >
      <SecretsContextProvider>
        <Stepper
          manifest={{ title: 'Request', steps: [...options.pages] }}
          extensions={Object.values(fields)}
          initialState={options.values}
          onCreate={submitted}
        />
      </SecretsContextProvider>
    </TestApiProvider>,
  );
  return { api, submitted };
}
