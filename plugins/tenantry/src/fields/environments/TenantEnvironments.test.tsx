import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderForm, type FormPage } from '../../__testUtils__/renderForm';

jest.setTimeout(30_000);

const where: FormPage = {
  title: 'Where',
  schema: {
    type: 'object',
    properties: {
      environments: {
        title: 'Environments',
        type: 'array',
        'ui:field': 'TenantEnvironments',
      },
    },
  },
};

const check: FormPage = {
  title: 'Check',
  schema: {
    type: 'object',
    properties: {
      preview: { title: 'Preview', type: 'null', 'ui:field': 'TenantPreview' },
    },
  },
};

function press(name: string) {
  return userEvent.click(screen.getByRole('button', { name }));
}

describe('TenantEnvironments', () => {
  it('checks destinations as they are typed and refuses the metadata service', async () => {
    const { submitted } = await renderForm({
      pages: [where],
      values: { name: 'payments', profile: 'hardened' },
    });
    await screen.findByDisplayValue('dev');
    await press('Add a destination');
    const destination = screen.getByLabelText(
      'Destination 1: address range or host name',
    );
    await userEvent.type(destination, '169.254.169.254/32');
    expect(screen.getByText(/metadata service/)).toBeInTheDocument();
    await press('Review');
    expect(
      await screen.findByText(/'Environments' dev: 169/),
    ).toBeInTheDocument();

    await userEvent.clear(destination);
    await userEvent.type(destination, '203.0.113.0/24');
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(submitted).toHaveBeenCalledWith({
      name: 'payments',
      profile: 'hardened',
      environments: [
        {
          name: 'dev',
          cluster: 'dev-1',
          egress: [{ cidr: '203.0.113.0/24', ports: [443] }],
        },
      ],
    });
  });

  it('shows what only the fleet can know, before the next page', async () => {
    await renderForm({
      pages: [where, check],
      values: { name: 'payments' },
      api: {
        preview: jest.fn(async () => ({
          ok: false as const,
          problems: [
            {
              path: ['spec', 'environments', 0, 'name'],
              message: '"dev" is in use by the tenant ledger',
            },
          ],
        })),
      },
    });
    expect(
      await screen.findByText(/in use by the tenant ledger/),
    ).toBeInTheDocument();
    await press('Next');
    expect(
      await screen.findByText(/'Environments' dev: "dev" is in use/),
    ).toBeInTheDocument();
  });

  it('proposes clusters that can give the chosen profile', async () => {
    await renderForm({
      pages: [where],
      values: { name: 'payments', profile: 'sandboxed' },
    });
    await screen.findByDisplayValue('dev');
    await press('Add an environment');
    expect(screen.getByDisplayValue('test')).toBeInTheDocument();
    expect(screen.queryByText(/can’t give Sandboxed/)).not.toBeInTheDocument();
  });
});
