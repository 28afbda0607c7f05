/**
 * The list of tenants, the card and the tab in each of their states, without a backend: `npm start` in this folder.
 */
import '@backstage/cli/asset-types';
// Only this page without a host brings the styles; in an app, the app does.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import ReactDOM from 'react-dom/client';
import tenantryPlugin from '../src';
import { mockedCatalog, mockedTenantry } from './mocks';

const app = createApp({
  features: [catalogPlugin, tenantryPlugin, mockedCatalog, mockedTenantry],
});

const root = document.getElementById('root');
if (root) ReactDOM.createRoot(root).render(app.createRoot());
