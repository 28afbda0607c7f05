export { CloseRequest } from './CloseRequest';
