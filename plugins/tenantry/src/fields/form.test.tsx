import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderForm, type FormPage } from '../__testUtils__/renderForm';

jest.setTimeout(30_000);

const who: FormPage = {
  title: 'Who',
  schema: {
    type: 'object',
    required: ['name'],
    properties: {
      title: { title: 'Title', type: 'string' },
      name: { title: 'Name', type: 'string', 'ui:field': 'TenantName' },
      owner: { title: 'Owner', type: 'string', 'ui:field': 'TenantOwner' },
      groups: { title: 'Admins', type: 'array', 'ui:field': 'GroupList' },
    },
  },
};

const how: FormPage = {
  title: 'How isolated',
  schema: {
    type: 'object',
    properties: {
      profile: {
        title: 'Profile',
        type: 'string',
        'ui:field': 'TenantProfile',
      },
      size: { title: 'Size', type: 'string', 'ui:field': 'TenantSize' },
    },
  },
};

function press(name: string) {
  return userEvent.click(screen.getByRole('button', { name }));
}

describe('TenantName', () => {
  it('proposes a name from the title and says that it is free', async () => {
    const { api } = await renderForm({ pages: [who] });
    await userEvent.type(screen.getByLabelText(/^Title/), 'Card Payments');
    expect(
      await screen.findByDisplayValue('card-payments'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('card-payments is free'),
    ).toBeInTheDocument();
    // Not a question per keystroke.
    expect(jest.mocked(api.checkName).mock.calls.length).toBeLessThan(6);
  });

  it('keeps what the person wrote', async () => {
    await renderForm({ pages: [who], values: { name: 'cards' } });
    await userEvent.type(screen.getByLabelText(/^Title/), 'Pay');
    expect(screen.getByDisplayValue('cards')).toBeInTheDocument();
  });

  it('asks nobody about a name that breaks the grammar', async () => {
    const { api } = await renderForm({ pages: [who] });
    await userEvent.type(screen.getByLabelText(/^Name/), 'Pay');
    expect(await screen.findByText(/capital letters/)).toBeInTheDocument();
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(api.checkName).not.toHaveBeenCalled();
  });

  it('goes on with a name that the own group asked for, and says what will happen', async () => {
    await renderForm({
      pages: [who, how],
      values: { name: 'payments' },
      api: {
        checkName: jest.fn(async name => ({
          name,
          free: true,
          problems: [],
          onTopOf: {
            number: 7,
            title: 'payments: new tenant, 1 environment',
            url: 'https://github.com/example/tenants/pull/7',
            createdAt: '2026-03-01T12:00:00Z',
            draft: false,
          },
        })),
      },
    });
    expect(
      await screen.findByRole('link', { name: 'pull request #7' }),
    ).toHaveAttribute('href', 'https://github.com/example/tenants/pull/7');
    expect(screen.getByText(/takes its place there/)).toBeInTheDocument();
    await press('Next');
    expect(await screen.findByText('Hardened')).toBeInTheDocument();
  });

  it('stops at a name that is taken', async () => {
    await renderForm({
      pages: [who, how],
      values: { name: 'ledger' },
      api: {
        checkName: jest.fn(async name => ({
          name,
          free: false,
          problems: [{ path: ['name'], message: 'taken by team Ledger' }],
        })),
      },
    });
    await press('Next');
    await waitFor(() =>
      expect(
        screen.getByText(/'Name' taken by team Ledger/),
      ).toBeInTheDocument(),
    );
    expect(screen.queryByText('Hardened')).not.toBeInTheDocument();
  });
});

describe('TenantOwner', () => {
  it('chooses the requester’s own group', async () => {
    const { submitted } = await renderForm({
      pages: [who],
      values: { name: 'cards' },
    });
    await screen.findByRole('button', { name: /Payments/ });
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(submitted).toHaveBeenCalledWith(
      expect.objectContaining({ owner: 'group:default/payments' }),
    );
  });
});

describe('GroupList', () => {
  it('takes groups one by one, and refuses those of Kubernetes', async () => {
    await renderForm({ pages: [who] });
    const input = screen.getByLabelText('Admins');
    await userEvent.type(input, 'payments-leads{Enter}system:masters{Enter}');
    const chips = within(screen.getByRole('grid', { name: 'Admins' }));
    expect(chips.getAllByRole('row')).toHaveLength(1);
    expect(screen.getByText(/begins with system:/)).toBeInTheDocument();
  });
});

describe('TenantProfile and TenantSize', () => {
  it('say what they give and choose the platform’s defaults', async () => {
    const { submitted } = await renderForm({ pages: [how] });
    expect(
      await screen.findByRole('radio', { name: /^Hardened/ }),
    ).toBeChecked();
    const sandboxed = screen.getByRole('radio', { name: 'Sandboxed' });
    expect(sandboxed).toHaveAccessibleDescription(
      /most bugs of the shared kernel/,
    );
    expect(sandboxed).toHaveAccessibleDescription(/Available on prod-1/);
    await userEvent.click(sandboxed);
    expect(
      screen.getByRole('radio', { name: 'Large' }),
    ).toHaveAccessibleDescription(/16 cores.*32 GiB/);
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(submitted).toHaveBeenCalledWith({
      profile: 'sandboxed',
      size: 'medium',
    });
  });
});
