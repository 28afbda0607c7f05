import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import ReactDOM from 'react-dom/client';
import App from './App';
import './brand.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element #root');
ReactDOM.createRoot(root).render(App.createRoot());
