import { signalApiRef } from '@backstage/plugin-signals-react';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  fleetChannel,
  type FleetMatrix,
  type FleetPage as Answer,
  type FleetQuery,
  type TenantryApi,
} from '@tenantry/backstage-plugin-tenantry-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { refusal } from '../../__testUtils__/refusal';
import { fleetMatrix, fleetPage } from '../../__testUtils__/fleet';
import { FleetPage } from './FleetPage';

// A table of this size takes long to render where nothing is drawn.
jest.setTimeout(30_000);

function Address() {
  const { search } = useLocation();
  return <output aria-label="address">{search}</output>;
}

async function show(
  api: Partial<TenantryApi>,
  { address = '/', signals }: { address?: string; signals?: object } = {},
) {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [tenantryApiRef, api],
        ...(signals ? ([[signalApiRef, signals]] as const) : []),
      ]}
    >
      <FleetPage />
      <Address />
    </TestApiProvider>,
    {
      routeEntries: [address],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

function answering(page: Answer = fleetPage) {
  return jest.fn(async (_query?: FleetQuery) => page);
}

const address = () => screen.getByLabelText('address').textContent;

async function rows() {
  await screen.findAllByRole('row');
  return screen.getAllByRole('row').slice(1);
}

describe('FleetPage', () => {
  it('shows the worst first, with words beside every mark', async () => {
    await show({ fleet: answering() });
    await screen.findByRole('link', { name: 'payments' });
    const found = await rows();
    expect(found.map(row => row.textContent)).toEqual([
      expect.stringMatching(
        /payments.*doesn’t hold.*Closed in both directions.*Live in prod: spec.policyTypes was edited.*prod on prod-1doesn’t hold.*dev on dev-1holds/,
      ),
      expect.stringMatching(/broken.*unknown.*file can’t be read.*no YAML/),
      expect.stringMatching(
        /ledger.*unknown.*last known .* ago.*It held, but: not judged again/,
      ),
      expect.stringMatching(/search.*not proved.*never proved on dev-1/),
      expect.stringMatching(/checkout.*requested/),
      expect.stringMatching(/orders.*holds/),
    ]);
    const green = [...document.querySelectorAll('tbody [data-state="yes"]')];
    expect(green.map(({ textContent }) => textContent)).toEqual(
      green.map(() => 'holds'),
    );
    expect(
      within(found[2]).queryByText('holds', { exact: true }),
    ).not.toBeInTheDocument();
  });

  it('leads to the tenant, and to what is wrong with it', async () => {
    await show({ fleet: answering() });
    expect(
      await screen.findByRole('link', { name: 'payments' }),
    ).toHaveAttribute('href', '/catalog/default/resource/payments');
    expect(
      screen.getAllByRole('link', { name: 'Closed in both directions' })[0],
    ).toHaveAttribute('href', '/catalog/default/resource/payments/isolation');
  });

  it('has counts that are filters, and keeps them in the address', async () => {
    const fleet = answering();
    await show({ fleet }, { address: '/?offset=50' });
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Doesn’t hold (1)' }),
    );
    await waitFor(() => expect(address()).toBe('?state=failing'));
    expect(fleet).toHaveBeenLastCalledWith(
      expect.objectContaining({ state: 'failing', offset: undefined }),
    );
    await userEvent.click(screen.getByRole('radio', { name: 'All (10,000)' }));
    await waitFor(() => expect(address()).toBe(''));
  });

  it('tells in a status message how many tenants a filter leaves', async () => {
    const fleet = answering();
    await show({ fleet });
    const message = await screen.findByText('10,000 tenants');
    expect(message).toHaveAttribute('role', 'status');
    let answer: (page: Answer) => void = () => {};
    fleet.mockReturnValueOnce(
      new Promise(resolve => {
        answer = resolve;
      }),
    );
    await userEvent.click(
      screen.getByRole('radio', { name: 'Doesn’t hold (1)' }),
    );
    expect(message).toBeEmptyDOMElement();
    act(() => answer({ ...fleetPage, total: 1 }));
    await waitFor(() => expect(message).toHaveTextContent(/^1 tenant$/));
  });

  it('leaves the filters of the list behind for the matrix', async () => {
    await show(
      { fleet: answering(), fleetMatrix: async () => fleetMatrix },
      { address: '/?state=failing&sort=name' },
    );
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Controls by cluster' }),
    );
    await waitFor(() => expect(address()).toBe('?view=matrix'));
  });

  it('begins as its address says', async () => {
    const fleet = answering();
    await show(
      { fleet },
      {
        address:
          '/?control=default-deny&is=unknown&cluster=prod-1&owner=group:default/a&sort=name',
      },
    );
    await screen.findByRole('link', { name: 'payments' });
    expect(fleet).toHaveBeenCalledWith(
      expect.objectContaining({
        control: 'default-deny',
        is: 'unknown',
        cluster: 'prod-1',
        owners: ['group:default/a'],
        sort: 'name',
        limit: 25,
      }),
    );
    expect(
      screen.getByText(
        'default-deny unknown on prod-1; owned by group:default/a',
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear all filters' }),
    );
    await waitFor(() => expect(address()).toBe('?sort=name'));
  });

  it('asks once the typing pauses', async () => {
    const fleet = answering();
    await show({ fleet });
    await screen.findByRole('link', { name: 'payments' });
    fleet.mockClear();
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Name, title or owner' }),
      'pay',
    );
    await waitFor(() => expect(address()).toBe('?text=pay'));
    expect(fleet.mock.calls.map(([query]) => query?.text)).toEqual(['pay']);
  });

  it('turns pages', async () => {
    const fleet = answering();
    await show({ fleet });
    await screen.findByRole('link', { name: 'payments' });
    expect(screen.getByText('1 - 25 of 10000')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Next table page' }),
    );
    await waitFor(() => expect(address()).toBe('?offset=25'));
    expect(fleet).toHaveBeenLastCalledWith(
      expect.objectContaining({ offset: 25 }),
    );
  });

  it.each<[string, string, Partial<Answer>, string]>([
    [
      'there are no tenants',
      '/',
      {},
      'There are no tenants yet. The first one',
    ],
    [
      'nobody was judged',
      '/',
      { judging: { waiting: 3, checkedAt: '2026-11-23T14:47:00Z' } },
      'Nobody has been looked at yet.',
    ],
    ['no tenant fits', '/?state=failing', {}, 'No tenant fits these filters.'],
    ['a page is gone', '/?offset=50', { total: 30 }, 'There are 30 tenants'],
  ])('says that %s', async (_, at, facts, words) => {
    const page = { ...fleetPage, tenants: [], total: 0, ...facts };
    await show({ fleet: answering(page) }, { address: at });
    expect(
      await screen.findByText(words, { exact: false }),
    ).toBeInTheDocument();
  });

  it('says how far what it shows can be relied on', async () => {
    await show({
      fleet: answering({
        ...fleetPage,
        judging: {
          waiting: 1_200,
          checkedAt: '2026-11-23T14:47:00Z',
          staleBecause: 'the forge does not answer',
          failingSince: '2026-11-23T14:47:00Z',
          because: 'the disk is full',
        },
      }),
    });
    expect(screen.getByText('the disk is full')).toBeInTheDocument();
    expect(
      await screen.findByText(/^1,200 tenants are being looked at again/),
    ).toBeInTheDocument();
    expect(screen.getByText('the forge does not answer')).toBeInTheDocument();
  });

  it.each(['/', '/?view=matrix'])(
    'says without alarm at %s that tenants may not be seen, and shows nothing older',
    async at => {
      const listeners: (() => void)[] = [];
      const refused = await refusal('ask whoever keeps the policy');
      await show(
        {
          fleet: answering()
            .mockRejectedValue(refused)
            .mockResolvedValueOnce(fleetPage),
          fleetMatrix: jest
            .fn<Promise<FleetMatrix>, []>()
            .mockRejectedValue(refused)
            .mockResolvedValueOnce(fleetMatrix),
        },
        {
          address: at,
          signals: {
            subscribe(_channel: string, onMessage: () => void) {
              listeners.push(onMessage);
              return { unsubscribe: () => {} };
            },
          },
        },
      );
      expect(await rows()).not.toEqual([]);
      act(() => listeners.forEach(changed => changed()));
      const note = await screen.findByText('You may not see the tenants');
      expect(note.closest('[role="status"]')).toHaveTextContent(
        'ask whoever keeps the policy',
      );
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
      expect(screen.queryByRole('row')).not.toBeInTheDocument();
      expect(screen.queryByRole('searchbox')).not.toBeInTheDocument();
    },
  );

  it('says what went wrong, tries again, and keeps the old answer meanwhile', async () => {
    const fleet = answering();
    fleet.mockRejectedValueOnce(new Error('the database is away'));
    await show({ fleet });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The tenants could not be read',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('link', { name: 'payments' });
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('asks again when the backend says that something changed', async () => {
    const listeners = new Map<string, () => void>();
    const fleet = answering();
    await show(
      { fleet },
      {
        signals: {
          subscribe(channel: string, onMessage: () => void) {
            listeners.set(channel, onMessage);
            return { unsubscribe: () => listeners.delete(channel) };
          },
        },
      },
    );
    await screen.findByRole('link', { name: 'payments' });
    expect([...listeners.keys()]).toEqual([fleetChannel]);
    fleet.mockClear();
    fleet.mockResolvedValue({ ...fleetPage, total: 9_999 });
    act(() => listeners.get(fleetChannel)?.());
    expect(await screen.findByText('1 - 25 of 9999')).toBeInTheDocument();
    expect(fleet).toHaveBeenCalledTimes(1);
  });

  it('counts controls by cluster, and leads from each number to the tenants behind it', async () => {
    const fleet = answering();
    await show({ fleet, fleetMatrix: async () => fleetMatrix });
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Controls by cluster' }),
    );
    const table = await screen.findByRole('table', {
      name: /Environments in which each control holds/,
    });
    expect(address()).toBe('?view=matrix');
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Control',
      'dev-19,000 environments',
      'prod-14,000 environments, 12 stale',
    ]);
    expect(within(table).getByText('Network')).toBeInTheDocument();
    await userEvent.click(
      within(table).getByRole('link', {
        name: '1 drifts: default-deny on prod-1',
      }),
    );
    await waitFor(() =>
      expect(address()).toBe('?control=default-deny&is=drifts&cluster=prod-1'),
    );
    expect(fleet).toHaveBeenLastCalledWith(
      expect.objectContaining({
        control: 'default-deny',
        is: 'drifts',
        cluster: 'prod-1',
      }),
    );
  });

  it('has nothing to count before somebody was judged', async () => {
    await show(
      {
        fleetMatrix: async () => ({
          clusters: [],
          controls: [],
          judging: { waiting: 2 },
        }),
      },
      { address: '/?view=matrix' },
    );
    expect(
      await screen.findByText(/No environment has been looked at yet/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The repository was not read yet'),
    ).toBeInTheDocument();
  });
});
