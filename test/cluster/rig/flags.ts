import { join } from 'node:path';

/** Where the parts of the control plane are. */
export interface Layout {
  readonly directory: string;
  readonly certificates: string;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly apiServerPort: number;
}

/** Plain HTTP on loopback: every local user could read it, which is fine for what lives an hour and holds no secret. */
export function etcdFlags(at: Layout): string[] {
  const clients = `http://127.0.0.1:${at.etcdPort}`;
  const peers = `http://127.0.0.1:${at.etcdPeerPort}`;
  return [
    '--name=rig',
    `--data-dir=${join(at.directory, 'etcd')}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=rig=${peers}`,
    // Nothing has to survive a power cut.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

export function apiServerFlags(at: Layout): string[] {
  const file = (name: string) => join(at.certificates, name);
  return [
    `--etcd-servers=http://127.0.0.1:${at.etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${at.apiServerPort}`,
    // Without a default route it finds no address to advertise, and with a reconciler it refuses one of loopback.
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    `--client-ca-file=${file('ca.crt')}`,
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    '--anonymous-auth=false',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('tokens.pub')}`,
    `--service-account-signing-key-file=${file('tokens.key')}`,
    `--requestheader-client-ca-file=${file('ca.crt')}`,
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${file('front-proxy.crt')}`,
    `--proxy-client-key-file=${file('front-proxy.key')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    // Otherwise validation refuses privileged pods everywhere, which looks like Pod Security at work.
    '--allow-privileged=true',
    '--profiling=false',
  ];
}

/** What a tenant's isolation, its workloads and the end of its namespaces depend on; nothing that needs nodes. */
const controllers = [
  'namespace',
  'serviceaccount',
  'serviceaccount-token',
  'resourcequota',
  'garbage-collector',
  'clusterrole-aggregation',
  'job',
  'cronjob',
  'replicaset',
  'replicationcontroller',
  'deployment',
  'daemonset',
  'statefulset',
  'disruption',
  'validatingadmissionpolicy-status',
  // Without it a deleted claim never goes.
  'persistentvolumeclaim-protection',
  'root-ca-certificate-publisher',
  'endpointslice',
];

export function controllerManagerFlags(
  at: Layout,
  kubeconfig: string,
): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${join(at.certificates, 'tokens.key')}`,
    `--root-ca-file=${join(at.certificates, 'ca.crt')}`,
    `--controllers=${controllers.map(name => `${name}-controller`).join(',')}`,
  ];
}
