import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  type EntityLink,
  type ResourceEntity,
} from '@backstage/catalog-model';
import {
  phaseLabel,
  pullRequestAnnotation,
  tenantAnnotation,
  tenantEntityType,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  fileUrl,
  folderUrl,
  type OpenProposal,
  type RepositoryCoordinates,
} from '@tenantry/backstage-plugin-tenantry-node';
import { tenantObjectPath } from '@tenantry/gitops';
import { namespaceName, type Tenant } from '@tenantry/model';

export interface TenantEntityOptions {
  readonly tenant: Tenant;
  readonly phase: 'requested' | 'merged';
  readonly proposal?: OpenProposal;
  readonly coordinates: RepositoryCoordinates;
}

/** The catalog's view of a tenant; its links lead to the branch that holds it. */
export function tenantEntity({
  tenant,
  phase,
  proposal,
  coordinates,
}: TenantEntityOptions): ResourceEntity {
  const { name } = tenant.metadata;
  const { title, owner, profile, size, environments } = tenant.spec;
  const at =
    phase === 'requested' && proposal
      ? { ...coordinates, branch: proposal.branch }
      : coordinates;
  const folder = folderUrl(at, `tenants/${name}`);
  const places = environments.map(
    environment => `${environment.name} on ${environment.cluster}`,
  );
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      title,
      description: `Place on shared clusters: ${places.join(
        ', ',
      )}. Profile ${profile}, size ${size}.`,
      labels: { [phaseLabel]: phase },
      annotations: {
        [ANNOTATION_LOCATION]: `url:${folder}`,
        [ANNOTATION_ORIGIN_LOCATION]: `url:${folder}`,
        [ANNOTATION_SOURCE_LOCATION]: `url:${folder}/`,
        [ANNOTATION_VIEW_URL]: folder,
        'backstage.io/kubernetes-label-selector': `${tenantAnnotation}=${name}`,
        [tenantAnnotation]: name,
        ...(proposal ? { [pullRequestAnnotation]: proposal.url } : {}),
      },
      tags: [profile],
      links: links(tenant, folder, at, proposal),
    },
    spec: { type: tenantEntityType, owner },
  };
}

function links(
  { metadata, spec }: Tenant,
  folder: string,
  at: RepositoryCoordinates,
  proposal: OpenProposal | undefined,
): EntityLink[] {
  const namespaces = spec.environments.map(({ name, cluster }) => {
    const namespace = namespaceName(metadata.name, name);
    return {
      url: fileUrl(at, namespacePath(metadata.name, cluster, namespace)),
      title: `Namespace ${namespace} on ${cluster}`,
      type: 'namespace',
    };
  });
  return [
    { url: folder, title: 'Folder in the GitOps repository', type: 'folder' },
    ...(proposal
      ? [
          {
            url: proposal.url,
            title: `Open pull request #${proposal.number}`,
            type: 'pull-request',
          },
        ]
      : []),
    ...namespaces,
  ];
}

/** The file of a Namespace, where a reader finds who it belongs to and what is enforced in it. */
function namespacePath(
  tenant: string,
  cluster: string,
  namespace: string,
): string {
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  };
  return tenantObjectPath(tenant, { object, cluster, controls: [] });
}
