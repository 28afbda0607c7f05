import { render, screen } from '@testing-library/react';

describe('App', () => {
  it('asks a stranger to come in', async () => {
    // The app takes its configuration as objects, which no real environment can hold.
    Reflect.set(process, 'env', {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Tenantry', baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ],
    });
    const { default: App } = await import('./App');
    render(App.createRoot());
    expect(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 20_000 }),
    ).toBeInTheDocument();
  }, 60_000);
});
