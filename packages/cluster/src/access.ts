import { KubeConfig } from '@kubernetes/client-node';

/** A way into a cluster that can't be used as it is; the message holds no secret. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
}

/** How to reach a cluster, and as whom. */
export type ClusterAccess = KubeconfigAccess | PodAccess | TokenAccess;

export interface KubeconfigAccess {
  /** Path of the file; default: where kubectl looks. */
  readonly kubeconfig?: string;
  /** A context of it; default: its current one. */
  readonly context?: string;
}

/** As the service account of the pod that this process runs in, on the cluster it runs on. */
export interface PodAccess {
  readonly serviceAccount: true;
}

export interface TokenAccess {
  /** Its URL. */
  readonly server: string;
  readonly token: string;
  /** PEM in base64, or the path of a file with PEM; default: whom the operating system trusts. */
  readonly caData?: string;
  readonly caFile?: string;
}

/** @throws AccessError, or what reading a file throws. */
export function loadAccess(access: ClusterAccess): KubeConfig {
  const config = new KubeConfig();
  if ('serviceAccount' in access) {
    if (!process.env.KUBERNETES_SERVICE_HOST)
      throw new AccessError(
        'this process does not run in a cluster, so it has no service account there',
      );
    config.loadFromCluster();
  } else if ('server' in access) {
    const { server, token, caData, caFile } = access;
    config.loadFromClusterAndUser(
      { name: 'cluster', server, caData, caFile, skipTLSVerify: false },
      { name: 'user', token },
    );
  } else loadKubeconfig(config, access);
  return config;
}

function loadKubeconfig(
  config: KubeConfig,
  { kubeconfig, context }: KubeconfigAccess,
): void {
  if (kubeconfig) config.loadFromFile(kubeconfig);
  else config.loadFromDefault();
  if (context) config.setCurrentContext(context);
  if (config.getCurrentCluster()?.server) return;
  throw new AccessError(
    context
      ? `it has no context ${context} with a cluster`
      : 'it names no current context with a cluster',
  );
}
