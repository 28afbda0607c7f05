import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { badPreview, goodPreview } from '../../__testUtils__/preview';
import { renderForm, type FormPage } from '../../__testUtils__/renderForm';

jest.setTimeout(30_000);

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

describe('TenantPreview', () => {
  it('says when the request is added to an open pull request', async () => {
    const onTopOf = {
      number: 7,
      title: 'payments: new tenant, 1 environment',
      url: 'https://github.com/example/tenants/pull/7',
      createdAt: '2026-03-01T12:00:00Z',
      draft: false,
    };
    await renderForm({
      pages: [check],
      values: { name: 'payments' },
      api: { preview: jest.fn(async () => ({ ...goodPreview, onTopOf })) },
    });
    expect(
      await screen.findByRole('link', { name: 'Pull request #7' }),
    ).toHaveAttribute('href', onTopOf.url);
    expect(
      screen.getByText(/becomes a commit on top and takes the place/),
    ).toBeVisible();
  });

  it('shows the plan, the files and the pull request, and adds nothing to the request', async () => {
    const { api, submitted } = await renderForm({
      pages: [check],
      values: { name: 'payments' },
    });
    expect(
      await screen.findByRole('region', { name: 'The plan' }),
    ).toHaveTextContent('Closed unless opened');
    expect(
      screen.getByLabelText('tenants/payments/tenant.yaml'),
    ).toHaveTextContent('kind: Tenant');
    await press('quota.yaml, added');
    expect(
      screen.getByLabelText('clusters/prod-1/tenants/payments/quota.yaml'),
    ).toHaveTextContent('kind: ResourceQuota');
    expect(
      screen.getByText('payments: new tenant, 2 environments'),
    ).toBeInTheDocument();

    expect(screen.queryByText(/on top of it/)).not.toBeInTheDocument();

    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    const [values] = submitted.mock.calls[0] as unknown[];
    expect(JSON.stringify(values)).toBe('{"name":"payments"}');
    expect(api.preview).toHaveBeenCalledTimes(1);
    expect(api.preview).toHaveBeenCalledWith({ name: 'payments' });
  });

  it('lets nobody go on while the request has problems', async () => {
    const { submitted } = await renderForm({
      pages: [check],
      values: { name: 'payments' },
      api: { preview: jest.fn(async () => badPreview) },
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Environments, no. 2, Host names, no. 1:');
    expect(alert).toHaveTextContent('For example: pay-eu.example.com');
    await press('Review');
    expect(
      await screen.findByText(
        /'Preview' can't go on: the request has one problem/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
    expect(submitted).not.toHaveBeenCalled();
  });

  it('lets nobody go on when no preview could be made', async () => {
    await renderForm({
      pages: [check],
      values: { name: 'payments' },
      api: {
        preview: jest.fn(async () => {
          throw new Error('the forge does not answer');
        }),
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the forge does not answer',
    );
    await press('Review');
    expect(
      await screen.findByText(/'Preview' can't go on, because no preview/),
    ).toBeInTheDocument();
  });
});
