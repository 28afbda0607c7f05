import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type AuditLevel = 'Metadata' | 'Request' | 'RequestResponse';

/** The flags that make the API server record every request at this level, and the path it records to. */
export async function auditing(
  directory: string,
  level: AuditLevel | undefined,
): Promise<{ log: string | undefined; flags: string[] }> {
  if (!level) return { log: undefined, flags: [] };
  const log = join(directory, 'audit.log');
  const policy = join(directory, 'audit-policy.json');
  await writeFile(
    policy,
    JSON.stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: ['RequestReceived'],
      rules: [{ level }],
    }),
  );
  return {
    log,
    flags: [`--audit-policy-file=${policy}`, `--audit-log-path=${log}`],
  };
}
