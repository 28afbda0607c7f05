import { openCluster } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import { systemNamespace } from '@tenantry/controls';
import type { PartialObject } from '@tenantry/controls';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from '../rig/controlPlane';
import { applyAll } from './apply';

/**
 * A service account with one ClusterRole and no other right, by a token of its own: impersonating it would hide what it
 * lacks.
 */
export async function openAccount(
  plane: ControlPlane,
  client: ClusterClient,
  name: string,
  role: PartialObject,
): Promise<ClusterClient> {
  await applyAll(client, [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: systemNamespace },
    },
    role,
    {
      apiVersion: role.apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name: role.metadata.name },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: role.metadata.name,
      },
      subjects: [{ kind: 'ServiceAccount', name, namespace: systemNamespace }],
    },
  ]);
  const answer = await client.send({
    verb: 'create',
    resource: 'v1/serviceaccounts/token',
    namespace: systemNamespace,
    name,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
  });
  const { status } = answer.body as { status?: { token?: string } };
  if (!status?.token) throw new Error(`no token: ${answer.message}`);
  const kubeconfig = JSON.parse(
    await readFile(plane.kubeconfigs.platform, 'utf8'),
  );
  kubeconfig.users = [{ name, user: { token: status.token } }];
  kubeconfig.contexts[0].context.user = name;
  const path = join(plane.directory, `${name}.kubeconfig`);
  await writeFile(path, JSON.stringify(kubeconfig), { mode: 0o600 });
  return openCluster(path);
}
