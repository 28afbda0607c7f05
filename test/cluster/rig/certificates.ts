import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Who may come in with a certificate: the name of the file, the user, its group.
 * Only `admin` is past all rights (system:masters); the others have what RBAC gives them.
 */
const clients = {
  admin: 'admin/system:masters',
  platform: 'platform-admin',
  kyverno: 'kyverno',
  'controller-manager': 'system:kube-controller-manager',
  'front-proxy': 'front-proxy',
} as const;

export type ClientName = keyof typeof clients;

/** Writes authority, certificates and keys into the folder, by the little program in ../modules/certs. */
export async function writeCertificates(
  program: string,
  folder: string,
): Promise<void> {
  await promisify(execFile)(program, [
    folder,
    ...Object.entries(clients).map(([file, subject]) => `${file}=${subject}`),
  ]);
}

/**
 * Writes `<directory>/<client>.kubeconfig`, for its owner's eyes only; resolves to the path. As JSON, which is YAML too, and
 * with everything inside, so that it can be copied anywhere.
 */
export async function writeKubeconfig(
  directory: string,
  certificates: string,
  client: ClientName,
  server: string,
): Promise<string> {
  const read = async (file: string) =>
    (await readFile(join(certificates, file))).toString('base64');
  const [ca, certificate, key] = await Promise.all([
    read('ca.crt'),
    read(`${client}.crt`),
    read(`${client}.key`),
  ]);
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'rig',
    clusters: [
      { name: 'rig', cluster: { server, 'certificate-authority-data': ca } },
    ],
    users: [
      {
        name: client,
        user: {
          'client-certificate-data': certificate,
          'client-key-data': key,
        },
      },
    ],
    contexts: [{ name: 'rig', context: { cluster: 'rig', user: client } }],
  };
  const path = join(directory, `${client}.kubeconfig`);
  await writeFile(path, JSON.stringify(kubeconfig, null, 2), { mode: 0o600 });
  return path;
}
