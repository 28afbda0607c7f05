import { connect, type Client } from './client';
import type { ControlPlane } from './controlPlane';
import {
  readCrds,
  type CrdsName,
  type CustomResourceDefinition,
} from './crdSources';
import { until } from './until';

/** Applies the CRDs of these names; resolves when the API answers for all of them. */
export async function applyCrds(
  plane: Pick<ControlPlane, 'kubeconfigs'>,
  names: readonly CrdsName[],
): Promise<void> {
  const definitions = (await Promise.all(names.map(readCrds))).flat();
  const client = connect(plane.kubeconfigs.admin);
  try {
    await Promise.all(definitions.map(client.apply));
    await Promise.all(definitions.map(each => untilServed(client, each)));
  } finally {
    client.close();
  }
}

interface Established {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
    }[];
  };
}

/** Established comes up to a second before the API answers; both are waited for. */
async function untilServed(
  client: Client,
  { metadata, spec }: CustomResourceDefinition,
): Promise<void> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`;
  const versions = spec.versions.filter(({ served }) => served);
  await until(
    `the CRD ${metadata.name} is established and served`,
    async () => {
      const found = await client.get<Established>(path);
      const established = found?.status?.conditions?.some(
        ({ type, status }) => type === 'Established' && status === 'True',
      );
      if (!established) return false;
      const lists = await Promise.all(
        versions.map(version =>
          client.send(
            'GET',
            `/apis/${spec.group}/${version.name}/${spec.names.plural}?limit=1`,
          ),
        ),
      );
      return lists.every(({ status }) => status === 200);
    },
    { everyMs: 100 },
  );
}
