import { openCluster } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import { systemNamespace } from '@tenantry/controls';
import type { PartialObject } from '@tenantry/controls';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from '../rig/controlPlane';
import { applyAll } from './apply';

const yearSeconds = 365 * 24 * 60 * 60;

export interface Account {
  readonly name: string;
  /** Where the service account lies; it has to be there. */
  readonly namespace?: string;
  readonly role: PartialObject;
  /** Where it finds the API server, if not at its own address. */
  readonly server?: string;
}

/** A client that is a service account with one ClusterRole and no other right. */
export async function openAccount(
  plane: ControlPlane,
  client: ClusterClient,
  account: Account,
): Promise<ClusterClient> {
  return openCluster({
    kubeconfig: await accountKubeconfig(plane, client, account),
  });
}

/**
 * The path of a kubeconfig for a service account with one ClusterRole, by a token of its own: impersonating it would hide
 * what it lacks. The token is good for as long as the control plane lives.
 */
export async function accountKubeconfig(
  plane: ControlPlane,
  client: ClusterClient,
  { name, namespace = systemNamespace, role, server = plane.server }: Account,
): Promise<string> {
  await applyAll(client, [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace },
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
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ]);
  const answer = await client.send({
    verb: 'create',
    resource: 'v1/serviceaccounts/token',
    namespace,
    name,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: yearSeconds },
    },
  });
  const { status } = answer.body as { status?: { token?: string } };
  if (!status?.token) throw new Error(`no token: ${answer.message}`);
  const kubeconfig = JSON.parse(
    await readFile(plane.kubeconfigs.platform, 'utf8'),
  );
  kubeconfig.clusters[0].cluster.server = server;
  kubeconfig.users = [{ name, user: { token: status.token } }];
  kubeconfig.contexts[0].context.user = name;
  const path = join(plane.directory, `${name}.kubeconfig`);
  await writeFile(path, JSON.stringify(kubeconfig), { mode: 0o600 });
  return path;
}
