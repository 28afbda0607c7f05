/** The kubeconfig of a cluster where nobody answers: port 1 is nobody's. */
export const nobodysKubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'x', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'x', user: { token: 'a-secret-token' } }],
  contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
  'current-context': 'x',
});
