import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderForm, type FormPage } from '../../__testUtils__/renderForm';

jest.setTimeout(30_000);

const environmentsField = {
  title: 'Environments',
  type: 'array',
  'ui:field': 'TenantEnvironments',
};

const where: FormPage = {
  title: 'Where',
  schema: {
    type: 'object',
    properties: { environments: environmentsField },
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

/** As a template writes it down: a list without a type at its own level begins as nothing, not as an empty list. */
function optionalList(items: { type: string; required?: string[] }) {
  return { allOf: [{ type: 'array', items }] };
}

const typedWhere: FormPage = {
  title: 'Where',
  schema: {
    type: 'object',
    properties: {
      environments: {
        ...environmentsField,
        minItems: 1,
        items: {
          type: 'object',
          required: ['name', 'cluster'],
          additionalProperties: false,
          properties: {
            name: { type: 'string' },
            cluster: { type: 'string' },
            hosts: optionalList({ type: 'string' }),
            egress: optionalList({ type: 'object', required: ['ports'] }),
            peers: optionalList({ type: 'object', required: ['ports'] }),
          },
        },
      },
      repositories: {
        title: 'Repositories',
        'ui:field': 'RepositoryList',
        ...optionalList({ type: 'string' }),
      },
      access: {
        type: 'object',
        properties: {
          developers: {
            title: 'Developers',
            'ui:field': 'GroupList',
            ...optionalList({ type: 'string' }),
          },
        },
      },
    },
  },
};

function press(name: string) {
  return userEvent.click(screen.getByRole('button', { name }));
}

async function createButton(): Promise<string> {
  await screen.findByRole('button', { name: 'Create' });
  return 'Create';
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

  it('takes other tenants with their environment and ports, and checks each as it is typed', async () => {
    const { submitted } = await renderForm({
      pages: [typedWhere],
      values: { name: 'payments' },
    });
    await screen.findByDisplayValue('dev');
    expect(
      within(screen.getByRole('group', { name: 'Other tenants' })).getByText(
        'Opened once the other tenant names this one too.',
      ),
    ).toBeInTheDocument();
    await press('Add a peer');
    const tenant = screen.getByLabelText('Peer 1: tenant');
    const environment = screen.getByLabelText('Peer 1: environment');
    const ports = screen.getByLabelText('Peer 1: ports');
    expect(tenant).toBeValid();

    await userEvent.type(tenant, 'Ledger');
    expect(tenant).toBeInvalid();
    expect(screen.getByText(/capital letters/)).toBeInTheDocument();
    await userEvent.clear(tenant);
    await userEvent.type(tenant, 'ledger');
    expect(tenant).toBeValid();

    await press('Review');
    expect(
      await screen.findByText(
        /'Environments' dev, peer 1, environment: is empty/,
      ),
    ).toBeInTheDocument();

    await userEvent.type(environment, 'prod.eu');
    expect(environment).toBeInvalid();
    expect(screen.getByText(/contains a dot or slash/)).toBeInTheDocument();
    await userEvent.clear(environment);
    await userEvent.type(environment, 'prod');

    await userEvent.clear(ports);
    await userEvent.type(ports, '8443, 70000');
    expect(ports).toBeInvalid();
    expect(screen.getByText(/70000 isn't a port/)).toBeInTheDocument();
    await userEvent.clear(ports);
    await userEvent.type(ports, '8443, 514/UDP');
    expect(ports).toBeValid();

    await press('Review');
    await press(await createButton());
    expect(submitted.mock.calls).toStrictEqual([
      [
        {
          name: 'payments',
          environments: [
            {
              name: 'dev',
              cluster: 'dev-1',
              peers: [
                {
                  tenant: 'ledger',
                  environment: 'prod',
                  ports: [8443, '514/UDP'],
                },
              ],
            },
          ],
        },
      ],
    ]);
  });

  it('keeps the ports of each peer when another one is removed', async () => {
    await renderForm({ pages: [where], values: { name: 'payments' } });
    await screen.findByDisplayValue('dev');
    for (const [index, name] of ['ledger', 'checkout'].entries()) {
      await press('Add a peer');
      const peer = `Peer ${index + 1}`;
      await userEvent.type(screen.getByLabelText(`${peer}: tenant`), name);
      await userEvent.type(
        screen.getByLabelText(`${peer}: environment`),
        'prod',
      );
      await userEvent.type(
        screen.getByLabelText(`${peer}: ports`),
        `, 900${index}`,
      );
    }
    await press('Remove peer 1');
    expect(screen.getByLabelText('Peer 1: tenant')).toHaveValue('checkout');
    expect(screen.getByLabelText('Peer 1: ports')).toHaveValue('443, 9001');
    expect(screen.queryByLabelText('Peer 2: tenant')).not.toBeInTheDocument();
  });

  it('leaves lists nobody filled in, or that were emptied again, out of the value and the last page', async () => {
    const { submitted } = await renderForm({
      pages: [typedWhere],
      values: { name: 'payments' },
    });
    await screen.findByDisplayValue('dev');
    await press('Add a peer');
    await press('Remove peer 1');
    await press('Review');
    const create = await createButton();
    expect(screen.getByText(/cluster:/)).toBeInTheDocument();
    for (const key of [
      /hosts:/,
      /egress:/,
      /peers:/,
      /Repositories/,
      /Developers/,
    ]) {
      expect(screen.queryByText(key)).not.toBeInTheDocument();
    }
    await press(create);
    expect(submitted.mock.calls).toStrictEqual([
      [
        {
          name: 'payments',
          environments: [{ name: 'dev', cluster: 'dev-1' }],
        },
      ],
    ]);
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
