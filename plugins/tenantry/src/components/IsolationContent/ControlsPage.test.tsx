import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  audited,
  checkout,
  ledger,
  payments,
} from '../../__testUtils__/tenants';
import { ControlsPage } from './ControlsPage';

async function show(status: TenantStatus): Promise<void> {
  await renderInTestApp(
    <TestApiProvider apis={[[permissionApiRef, mockApis.permission()]]}>
      <ControlsPage status={status} onRequestClosed={() => {}} />
    </TestApiProvider>,
  );
}

function headings(): (string | null)[] {
  return screen
    .getAllByRole('heading', { level: 3 })
    .map(({ textContent }) => textContent);
}

describe('ControlsPage', () => {
  it('groups controls under the component they protect', async () => {
    await show(payments);
    expect(headings()).toEqual([
      'Namespace',
      'Access',
      'Resources',
      'Network',
      'Kubelet',
      'Pods',
      'Runtime',
      'GitOps',
    ]);
    const network = within(screen.getByRole('region', { name: 'Network' }));
    expect(network.getAllByRole('button').map(b => b.textContent)).toEqual([
      'Closed unless opened',
      'Named destinations only',
    ]);
  });

  it('says of each environment where it is and what it uses', async () => {
    await show(ledger);
    const { children } = screen.getByRole('list', { name: 'Environments' });
    expect(children).toHaveLength(2);
    expect(children[1]).toHaveTextContent(
      /^prodon prod-1, namespace ledger-prod · sandboxed · large/,
    );
    expect(
      screen.getByRole('meter', { name: 'Storage of prod' }),
    ).toHaveAttribute('aria-valuetext', '0 of 500 GiB, 0 %');
  });

  it('never shows an unknown column as good', async () => {
    await show(payments);
    for (const label of screen.getAllByText(/^(Live|Proved):/)) {
      expect(label.parentElement).toHaveAttribute('data-state', 'unknown');
      expect(label.nextElementSibling?.textContent).toMatch(
        /^(live |proved )?unknown$/,
      );
      expect(label.parentElement).toHaveAttribute(
        'title',
        'no cluster connected',
      );
    }
  });

  it.each([payments, checkout])(
    'says once, on top, why nothing is known of $name',
    async status => {
      await show(status);
      const note = screen.getByText(
        'Live and proved are unknown: no cluster connected.',
      );
      const [filter] = screen.getAllByRole('radio');
      expect(
        note.compareDocumentPosition(filter) & Node.DOCUMENT_POSITION_FOLLOWING,
      ).toBeTruthy();
    },
  );

  it('says nothing of the kind once clusters are looked at', async () => {
    await show(ledger);
    expect(
      screen.queryByText(/Live and proved are unknown/),
    ).not.toBeInTheDocument();
  });

  it('gives the reason of what is unknown in the opened row', async () => {
    await show(payments);
    await userEvent.click(
      screen.getByRole('button', { name: 'Closed unless opened' }),
    );
    const dev = within(screen.getByRole('region', { name: 'dev on dev-1' }));
    expect(dev.getAllByText('unknown: no cluster connected')).toHaveLength(2);
  });

  it('opens a control: why, attacks, verdicts and YAML', async () => {
    await show(ledger);
    const button = screen.getByRole('button', { name: 'Closed unless opened' });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    expect(button).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByText(/A namespace is no wall/)).toBeInTheDocument();
    expect(screen.getByText('N03')).toBeInTheDocument();
    expect(
      screen.getByText(/reach the metadata service of the cloud/),
    ).toBeInTheDocument();
    const prod = within(screen.getByRole('region', { name: 'prod on prod-1' }));
    expect(
      prod.getByText(/spec.policyTypes was edited by kubectl-edit/),
    ).toBeInTheDocument();
    expect(
      prod.getByLabelText('YAML of Closed unless opened in prod'),
    ).toHaveTextContent('kind: NetworkPolicy');
  });

  it('tells field by field what the cluster holds instead, and who wrote it', async () => {
    await show(ledger);
    await userEvent.click(
      screen.getByRole('button', { name: 'Closed unless opened' }),
    );
    const prod = within(screen.getByRole('region', { name: 'prod on prod-1' }));
    const [field, object] = prod
      .getAllByRole('row')
      .slice(1)
      .map(row => within(row));
    expect(field.getByRole('rowheader')).toHaveTextContent(
      'NetworkPolicy ledger-prod/default-deny spec.policyTypes',
    );
    expect(field.getAllByRole('cell').map(cell => cell.textContent)).toEqual([
      '["Egress"]',
      'nothing',
      expect.stringMatching(/^by kubectl-edit /),
    ]);
    expect(object.getAllByRole('cell').map(cell => cell.textContent)).toEqual([
      'the whole object',
      'nothing',
      'the cluster doesn’t tell by whom',
    ]);
    const dev = within(screen.getByRole('region', { name: 'dev on dev-1' }));
    expect(dev.queryByRole('table')).not.toBeInTheDocument();
  });

  it('opens with the keyboard', async () => {
    await show(ledger);
    screen.getByRole('button', { name: 'Restricted pods' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(
      screen.getByText('A privileged container is root on the node.'),
    ).toBeInTheDocument();
  });

  it('filters what does not hold and what is unknown', async () => {
    await show(ledger);
    await userEvent.click(
      screen.getByRole('radio', { name: 'Doesn’t hold (1)' }),
    );
    expect(headings()).toEqual(['Network']);
    await userEvent.click(screen.getByRole('radio', { name: 'Unknown (1)' }));
    expect(headings()).toEqual(['Runtime']);
    await userEvent.click(screen.getByRole('radio', { name: 'All (9)' }));
    expect(headings()).toHaveLength(8);
  });

  it('marks what no cluster can prove as that, and not as unknown', async () => {
    await show(audited);
    expect(
      screen.getByText('8 of 8 proved, 1 not tried here'),
    ).toBeInTheDocument();
    const mark = screen.getByText('not tried here').parentElement;
    expect(mark).toHaveAttribute('data-state', 'elsewhere');
    expect(mark).toHaveAttribute(
      'title',
      'tried in the test suite, not on a cluster',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'A kernel of its own' }),
    );
    expect(
      screen.getByText(
        'not tried here: tried in the test suite, not on a cluster',
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Unknown (0)' }));
    expect(
      screen.getByText('Nothing is unknown that a cluster can answer.'),
    ).toBeInTheDocument();
  });

  it('does not call an empty filter good news', async () => {
    await show(payments);
    await userEvent.click(
      screen.getByRole('radio', { name: 'Doesn’t hold (0)' }),
    );
    expect(screen.getByText(/See what is unknown, too/)).toBeInTheDocument();
  });

  it('shows the open pull request on top, and that nothing is in force before it', async () => {
    await show(checkout);
    expect(
      screen.getByRole('link', { name: /#131: checkout: new tenant/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/Nothing is in force yet/)).toBeInTheDocument();
    for (const label of screen.getAllByText(/^Declared:/)) {
      expect(label.parentElement).toHaveAttribute('data-state', 'waiting');
    }
  });
});
