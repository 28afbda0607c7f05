import {
  guardRailsApplication,
  guardRailProject,
  platformProject,
} from './projectNames';
import { labels, managedBy, systemNamespace } from '../names';
import type { Cluster } from '@tenantry/model';
import type { PlatformContext } from '../control';
import { platformFolder, projectsFolder, tenantsFolder } from '../folders';
import type { JsonMap, PartialObject } from '../objects';
import { inArgo, inCluster } from './argoObjects';

const syncOptions = [
  'ServerSideApply=true',
  'ApplyOutOfSyncOnly=true',
  'PruneLast=true',
  'CreateNamespace=false',
];

function source({ platform }: PlatformContext, path: string): JsonMap {
  const { url, branch } = platform.spec.repository;
  return { repoURL: url, targetRevision: `refs/heads/${branch}`, path };
}

const syncPolicy: JsonMap = {
  automated: { prune: true, selfHeal: true, allowEmpty: false },
  syncOptions,
  retry: {
    limit: 5,
    refresh: true,
    backoff: { duration: '10s', factor: 2, maxDuration: '5m' },
  },
};

/** The API server says what applying would change: who applies and who compares mean the same. */
const compareOptions = {
  'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
};

function application(
  context: PlatformContext,
  name: string,
  spec: JsonMap,
): PartialObject {
  const object = inArgo(context, 'Application', name, { spec });
  return {
    ...object,
    metadata: { ...object.metadata, annotations: compareOptions },
  };
}

/** The tenants' projects. */
export function projectsApplication(context: PlatformContext): PartialObject {
  return application(context, 'tenantry-projects', {
    project: platformProject,
    source: source(context, projectsFolder),
    destination: {
      server: inCluster,
      namespace: context.platform.spec.argocd.namespace,
    },
    syncPolicy,
  });
}

/** What is rendered once for a cluster. */
export function platformOf(
  cluster: Cluster,
  context: PlatformContext,
): PartialObject {
  const { name } = cluster.metadata;
  return application(context, `tenantry-platform-${name}`, {
    project: platformProject,
    source: source(context, platformFolder(name)),
    destination: { server: cluster.spec.server, namespace: systemNamespace },
    syncPolicy,
  });
}

/** Only the folder's name reaches the template, so no file of a tenant can steer project or destination. */
export function tenantsOf(
  cluster: Cluster,
  context: PlatformContext,
): PartialObject {
  const { name } = cluster.metadata;
  const { url, branch } = context.platform.spec.repository;
  return inArgo(context, 'ApplicationSet', `tenantry-tenants-${name}`, {
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          git: {
            repoURL: url,
            revision: `refs/heads/${branch}`,
            directories: [{ path: `${tenantsFolder(name)}/*` }],
          },
        },
      ],
      preservedFields: {
        annotations: ['argocd.argoproj.io/deletion-approved'],
      },
      syncPolicy: {
        applicationsSync: 'create-update',
        preserveResourcesOnDeletion: true,
      },
      template: {
        metadata: {
          name: guardRailsApplication(name, '{{.path.basename}}'),
          labels: {
            [labels.managedBy]: managedBy,
            [labels.tenant]: '{{.path.basename}}',
          },
          annotations: {
            ...compareOptions,
            'argocd.argoproj.io/manifest-generate-paths': '.',
          },
        },
        spec: {
          project: guardRailProject,
          source: source(context, '{{.path.path}}'),
          destination: {
            server: cluster.spec.server,
            namespace: systemNamespace,
          },
          revisionHistoryLimit: 3,
          syncPolicy,
        },
      },
    },
  });
}
