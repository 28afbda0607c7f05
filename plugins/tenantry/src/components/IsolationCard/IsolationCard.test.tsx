import type { Entity } from '@backstage/catalog-model';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  tenantAnnotation,
  type TenantryApi,
  type TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { refusal } from '../../__testUtils__/refusal';
import {
  audited,
  checkout,
  ledger,
  payments,
} from '../../__testUtils__/tenants';
import { IsolationCard } from './IsolationCard';

function entity(
  annotations: Record<string, string> = { [tenantAnnotation]: 'payments' },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: 'payments', namespace: 'default', annotations },
  };
}

async function show(
  tenant: TenantryApi['tenant'],
  shown: Entity = entity(),
  others: [typeof signalApiRef, object][] = [],
): Promise<void> {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [tenantryApiRef, { tenant }],
        [permissionApiRef, mockApis.permission()],
        ...others,
      ]}
    >
      <EntityProvider entity={shown}>
        <IsolationCard />
      </EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
}

async function showStatus(status: TenantStatus): Promise<void> {
  await show(async () => status);
  await screen.findByRole('list', { name: 'How far it has come' });
}

function marks(state: string): string[] {
  return [...document.querySelectorAll(`[data-state="${state}"]`)].map(
    mark => mark.textContent ?? '',
  );
}

describe('IsolationCard', () => {
  it('says unknown where no cluster is connected, and shows nothing of it as good', async () => {
    await showStatus(payments);
    const { children } = screen.getByRole('list', { name: 'Environments' });
    expect([...children].map(({ textContent }) => textContent)).toEqual([
      'devdev-1Synced: sync unknownDeclared: 8 of 8 declaredLive: live unknownProved: proved unknownQuota use unknownno cluster connected',
      'prodprod-1Synced: sync unknownDeclared: 9 of 9 declaredLive: live unknownProved: proved unknownQuota use unknownno cluster connected',
    ]);
    expect(screen.queryByRole('meter')).not.toBeInTheDocument();
    expect(marks('yes')).toEqual([
      'Declared: 8 of 8 declared',
      'Declared: 9 of 9 declared',
    ]);
    expect(
      screen.getByText('Live and proved are unknown: no cluster connected.'),
    ).toBeInTheDocument();
  });

  it('says first of an environment that is observed that it is not isolated, and until when', async () => {
    const [dev, prod] = payments.environments;
    await showStatus({
      ...payments,
      environments: [{ ...dev, observed: { until: '2999-12-31' } }, prod],
    });
    expect(
      screen.getAllByText(/Not isolated/).map(({ textContent }) => textContent),
    ).toEqual(['Not isolated: observed until 2999-12-31']);
    expect(marks('no')).toEqual(['Not isolated: observed until 2999-12-31']);
    expect(
      screen.getByText(/Its rules warn and refuse nothing/),
    ).toBeInTheDocument();
  });

  it('leads to the open pull request, the tab and the files', async () => {
    await showStatus(payments);
    expect(
      screen.getByRole('link', { name: /^Open pull request #128: payments/ }),
    ).toHaveAttribute('href', payments.pullRequest?.url);
    expect(screen.getByRole('link', { name: 'Every control' })).toHaveAttribute(
      'href',
      '/catalog/default/resource/payments/isolation',
    );
    expect(screen.getByRole('link', { name: 'Files in Git' })).toHaveAttribute(
      'href',
      payments.folderUrl,
    );
  });

  it('has a button to close the request that is open', async () => {
    await showStatus(payments);
    expect(
      await screen.findByRole('button', { name: 'Close request' }),
    ).toBeInTheDocument();
  });

  it.each([
    { why: 'none is open', status: ledger },
    {
      why: 'the forge alone can',
      status: { ...payments, canCloseRequest: false },
    },
  ])('has no button to close a request where $why', async ({ status }) => {
    await showStatus(status);
    await expect(
      screen.findByRole('button', { name: 'Close request' }, { timeout: 300 }),
    ).rejects.toThrow('Unable to find');
  });

  it('shows a request as not in force, without alarm', async () => {
    await showStatus(checkout);
    expect(screen.getByText(/Nothing is in force yet/)).toBeInTheDocument();
    expect(screen.getAllByText('waiting for review')[0]).toBeInTheDocument();
    expect(marks('yes')).toEqual([]);
    expect(marks('no')).toEqual([]);
    expect(marks('waiting')).toContain('Declared: 9 controls once merged');
  });

  it('tells what drifted, and why on hover', async () => {
    await showStatus(ledger);
    expect(marks('no')).toEqual([
      'Synced: not synced',
      'Live: 8 of 9 live, 1 not live',
    ]);
    expect(
      screen.getByText(
        /Not synced: Argo CD says OutOfSync: NetworkPolicy default-deny\. Argo CD put NetworkPolicy default-deny back, 2 times in all, last/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('8 of 9 live, 1 not live').parentElement,
    ).toHaveAttribute('title', 'spec.policyTypes was edited by kubectl-edit');
    expect(marks('unknown')).toContain('Proved: 8 of 9 proved, 1 unknown');
    expect(
      screen.queryByText(/Live and proved are unknown/),
    ).not.toBeInTheDocument();
  });

  it('counts apart what no cluster can prove, with the reason on hover', async () => {
    await showStatus(audited);
    const words = screen.getByText('8 of 8 proved, 1 not tried here');
    expect(words.parentElement).toHaveAttribute('data-state', 'yes');
    expect(words.parentElement).toHaveAttribute(
      'title',
      expect.stringMatching(/^1 not tried here: it takes the test suite/),
    );
    expect(marks('unknown')).toEqual([]);
    const steps = within(
      screen.getByRole('list', { name: 'How far it has come' }),
    );
    expect(
      steps.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual(['requesteddone', 'mergeddone', 'synceddone', 'proveddone']);
  });

  it('shows what each environment uses of its quota', async () => {
    await showStatus(ledger);
    expect(
      screen.getByRole('meter', { name: 'CPU of dev' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('meter', { name: 'CPU of prod' }),
    ).toBeInTheDocument();
    expect(screen.getAllByText('near full')).toHaveLength(2);
  });

  it('has nothing to say of the quota of a place that is only asked for', async () => {
    await showStatus(checkout);
    expect(screen.queryByText(/Quota use/)).not.toBeInTheDocument();
  });

  it('says how old the answer is when the repository could not be read again', async () => {
    await showStatus({
      ...payments,
      staleBecause: 'the forge does not answer',
    });
    expect(screen.getByText(/the forge does not answer/)).toBeInTheDocument();
    expect(screen.getByText(/This was true/)).toBeInTheDocument();
  });

  it('waits with a word for those who cannot see the skeleton', async () => {
    await show(() => new Promise(() => {}));
    expect(
      screen.getByRole('status', { name: "Reading the tenant's state" }),
    ).toBeInTheDocument();
  });

  it('says what went wrong and tries again', async () => {
    const tenant = jest
      .fn<Promise<TenantStatus>, [string]>()
      .mockRejectedValueOnce(new Error('the forge does not answer'))
      .mockResolvedValue(payments);
    await show(tenant);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the forge does not answer',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('list', { name: 'Environments' });
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says without alarm that a tenant may not be seen, and whom to ask', async () => {
    const refused = await refusal(
      "you don't have the permission tenantry.tenant.read",
    );
    await show(async () => Promise.reject(refused));
    const note = await screen.findByText('You may not see this tenant');
    expect(note.closest('[role="status"]')).toHaveTextContent(
      "you don't have the permission tenantry.tenant.read",
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('reads again when the backend says that this tenant changed', async () => {
    const listeners = new Map<string, () => void>();
    const signals = {
      subscribe(channel: string, onMessage: () => void) {
        listeners.set(channel, onMessage);
        return { unsubscribe: () => listeners.delete(channel) };
      },
    };
    const tenant = jest
      .fn<Promise<TenantStatus>, [string]>()
      .mockResolvedValueOnce({ ...payments, channel: 'of-payments' })
      .mockResolvedValue({ ...ledger, channel: 'of-payments' });
    await show(tenant, entity(), [[signalApiRef, signals]]);
    await screen.findByText(/Live and proved are unknown/);
    await waitFor(() => expect([...listeners.keys()]).toEqual(['of-payments']));
    act(() => listeners.get('of-payments')?.());
    expect(
      await screen.findByText('8 of 9 live, 1 not live'),
    ).toBeInTheDocument();
    expect(tenant).toHaveBeenCalledTimes(2);
  });

  it('explains itself on an entity that is no tenant', async () => {
    await show(async () => payments, entity({}));
    expect(screen.getByText(/is no tenant/)).toBeInTheDocument();
  });
});
