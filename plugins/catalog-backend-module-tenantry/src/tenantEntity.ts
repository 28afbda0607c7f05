import {
  ANNOTATION_EDIT_URL,
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
  type MergedProposal,
  type OpenProposal,
  type RepositoryCoordinates,
} from '@tenantry/backstage-plugin-tenantry-node';
import { tenantFolder, tenantObjectPath, tenantPath } from '@tenantry/gitops';
import { namespaceOf, type Tenant } from '@tenantry/model';

export interface TenantEntityOptions {
  readonly tenant: Tenant;
  readonly phase: 'requested' | 'merged';
  /** Its open pull request. */
  readonly proposal?: OpenProposal;
  /** The pull request by which it last changed. */
  readonly merged?: MergedProposal;
  readonly coordinates: RepositoryCoordinates;
}

/** The catalog's view of a tenant; its links lead to the branch that holds it. */
export function tenantEntity({
  tenant,
  phase,
  proposal,
  merged,
  coordinates,
}: TenantEntityOptions): ResourceEntity {
  const { name } = tenant.metadata;
  const { title, owner, profile, size, environments } = tenant.spec;
  const at =
    phase === 'requested' && proposal
      ? { ...coordinates, branch: proposal.branch }
      : coordinates;
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
        ...tenantAnnotations(name, at),
        ...(proposal ? { [pullRequestAnnotation]: proposal.url } : {}),
      },
      tags: [profile],
      links: [
        folderLink(name, at),
        ...pullRequestLinks(proposal, merged),
        ...namespaceLinks(tenant, at),
      ],
    },
    spec: { type: tenantEntityType, owner },
  };
}

/** What leads from the catalog to the tenant's file, and to its objects on clusters. */
export function tenantAnnotations(
  name: string,
  at: RepositoryCoordinates,
): Record<string, string> {
  const folder = folderUrl(at, tenantFolder(name));
  return {
    [ANNOTATION_LOCATION]: `url:${folder}`,
    [ANNOTATION_ORIGIN_LOCATION]: `url:${folder}`,
    [ANNOTATION_SOURCE_LOCATION]: `url:${folder}/`,
    [ANNOTATION_VIEW_URL]: folder,
    // Otherwise the catalog derives one from the location, and a folder has no page to edit it.
    [ANNOTATION_EDIT_URL]: fileUrl(at, tenantPath(name)),
    'backstage.io/kubernetes-label-selector': `${tenantAnnotation}=${name}`,
    [tenantAnnotation]: name,
  };
}

export function folderLink(
  name: string,
  at: RepositoryCoordinates,
): EntityLink {
  return {
    url: folderUrl(at, tenantFolder(name)),
    title: 'Folder in the GitOps repository',
    type: 'folder',
  };
}

function pullRequestLinks(
  open: OpenProposal | undefined,
  merged: MergedProposal | undefined,
): EntityLink[] {
  const named = [
    ...(open ? [{ ...open, state: 'Open' }] : []),
    ...(merged ? [{ ...merged, state: 'Merged' }] : []),
  ];
  return named.map(({ url, number, state }) => ({
    url,
    title: `${state} pull request #${number}`,
    type: 'pull-request',
  }));
}

function namespaceLinks(
  { metadata, spec }: Tenant,
  at: RepositoryCoordinates,
): EntityLink[] {
  return spec.environments.map(environment => {
    const { cluster } = environment;
    const namespace = namespaceOf(metadata.name, environment);
    return {
      url: fileUrl(at, namespacePath(metadata.name, cluster, namespace)),
      title: `Namespace ${namespace} on ${cluster}`,
      type: 'namespace',
    };
  });
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
