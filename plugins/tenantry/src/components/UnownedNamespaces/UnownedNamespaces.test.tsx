import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type {
  TenantryApi,
  Unowned,
} from '@tenantry/backstage-plugin-tenantry-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { refusal } from '../../__testUtils__/refusal';
import { unowned, unownedRest } from '../../__testUtils__/unowned';
import { UnownedNamespaces } from './UnownedNamespaces';

async function show(ask: TenantryApi['unowned']): Promise<void> {
  await renderInTestApp(
    <TestApiProvider apis={[[tenantryApiRef, { unowned: ask }]]}>
      <UnownedNamespaces />
    </TestApiProvider>,
  );
}

function cluster(name: string) {
  return within(screen.getByRole('region', { name }));
}

function rows(name: string) {
  return cluster(name)
    .getAllByRole('row')
    .slice(1)
    .map(row => row.textContent);
}

describe('UnownedNamespaces', () => {
  it('lists what nobody owns, with the reason, age and labels', async () => {
    await show(async () => unowned);
    await screen.findByRole('region', { name: 'dev-1' });
    expect(rows('dev-1')).toEqual([
      expect.stringMatching(
        /^billing-devorphanthere is no tenant billing; its owner was group:default\/billing.*agobeing deleted, asked .*agotenantry.dev\/tenant=billing$/,
      ),
      expect.stringMatching(
        /^risk-devundecidedthe file of the tenant risk can't be read/,
      ),
      'try-outnobody’sno tenant names it, and it carries no label of oneunknown',
    ]);
    expect(
      cluster('dev-1').getByText(/^4 namespaces without one · 12 of tenants/),
    ).toBeInTheDocument();
  });

  it('says what is left out, by name', async () => {
    await show(async () => unowned);
    await userEvent.click(
      await screen.findByText('3 of the platform, not listed'),
    );
    expect(screen.getByText('default, kube-system, kyverno')).toBeVisible();
  });

  it('says that there is none only where the cluster was read', async () => {
    await show(async () => unowned);
    await screen.findByRole('region', { name: 'prod-1' });
    expect(screen.getAllByText(/Every namespace has an owner/)).toEqual([
      cluster('prod-1').getByText(/Every namespace has an owner/),
    ]);
    const unreadable = cluster('prod-2');
    expect(
      unreadable.getByText('unknown: the namespaces can’t be read'),
    ).toBeInTheDocument();
    expect(
      unreadable.getByText(
        /the credentials don't allow it \(namespaces is forbidden\) · last read/,
      ),
    ).toBeInTheDocument();
    expect(
      cluster('test-1').getByText('unknown: the cluster is not connected'),
    ).toBeInTheDocument();
  });

  it('shows more of one cluster when asked', async () => {
    const ask = jest.fn<Promise<Unowned>, Parameters<TenantryApi['unowned']>>(
      async page => (page ? unownedRest : unowned),
    );
    await show(ask);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more (3 of 4)' }),
    );
    await screen.findByText('zoo');
    expect(rows('dev-1')).toHaveLength(4);
    expect(ask).toHaveBeenLastCalledWith({ cluster: 'dev-1', offset: 3 });
    expect(
      screen.queryByRole('button', { name: /Show more/ }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'test-1' })).toBeInTheDocument();
  });

  it('takes a cluster that became unreadable for unknown', async () => {
    await show(async page =>
      page
        ? {
            ...unownedRest,
            clusters: [
              {
                cluster: 'dev-1',
                title: 'Development',
                state: 'unreadable',
                reason: 'no answer',
              },
            ],
          }
        : unowned,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /Show more/ }),
    );
    expect(await cluster('dev-1').findByText('no answer')).toBeInTheDocument();
    expect(cluster('dev-1').queryByRole('table')).not.toBeInTheDocument();
  });

  it('says what went wrong, tries again, and keeps what it knew', async () => {
    const ask = jest
      .fn<Promise<Unowned>, []>()
      .mockRejectedValueOnce(new Error('the forge does not answer'))
      .mockResolvedValueOnce(unowned)
      .mockRejectedValue(new Error('gone again'));
    await show(ask);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the forge does not answer',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('region', { name: 'dev-1' });
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'What is below is old',
    );
    expect(screen.getByRole('region', { name: 'dev-1' })).toBeInTheDocument();
  });

  it('says without alarm that they may not be seen, and shows nothing older', async () => {
    const ask = jest
      .fn<Promise<Unowned>, []>()
      .mockResolvedValueOnce(unowned)
      .mockRejectedValue(await refusal('ask whoever keeps the policy'));
    await show(ask);
    await screen.findByRole('region', { name: 'dev-1' });
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
    const note = await screen.findByText('You may not see these namespaces');
    expect(note.closest('[role="status"]')).toHaveTextContent(
      'ask whoever keeps the policy',
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'dev-1' })).toBeNull();
  });

  it('says how old the answer is when the repository could not be read again', async () => {
    await show(async () => ({ ...unowned, staleBecause: 'no route to host' }));
    expect(await screen.findByText(/no route to host/)).toBeInTheDocument();
  });

  it('waits with a word for those who cannot see the skeleton', async () => {
    await show(() => new Promise(() => {}));
    expect(
      screen.getByRole('status', { name: 'Reading the namespaces' }),
    ).toBeInTheDocument();
  });

  it('has a word for a repository without clusters', async () => {
    await show(async () => ({ ...unowned, clusters: [] }));
    expect(
      await screen.findByText('The repository has no cluster.'),
    ).toBeInTheDocument();
  });
});
