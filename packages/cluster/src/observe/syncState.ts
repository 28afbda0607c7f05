import {
  guardRailsApplication,
  labels,
  readable,
  tenantsFolder,
} from '@tenantry/controls';
import type {
  KubernetesObject,
  LiveCluster,
  ObservedKind,
  SyncRecord,
  SyncState,
} from '@tenantry/controls';
import { z } from 'zod';

/**
 * What must be followed, where Argo CD runs, to know what it has applied. Applications are large, and each tenant has one
 * a cluster.
 */
export const applicationKind: ObservedKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  kept: application =>
    isTenants(application) ? lookedAt(application) : application,
};

const Named = z.object({ kind: z.string(), name: z.string() });

/** As much as is looked at; Argo CD leaves out what is empty. */
const Status = z.object({
  reconciledAt: z.iso.datetime().optional(),
  sync: z
    .object({
      status: z.string().optional(),
      revision: z.string().optional(),
      comparedTo: z
        .object({ source: z.object({ path: z.string() }).optional() })
        .optional(),
    })
    .default({}),
  conditions: z
    .array(z.object({ type: z.string(), message: z.string().default('') }))
    .default([]),
  resources: z
    .array(Named.extend({ status: z.string().optional() }))
    .default([]),
  operationState: z
    .object({
      phase: z.string(),
      message: z.string().default(''),
      finishedAt: z.iso.datetime().optional(),
      syncResult: z.object({ revision: z.string().optional() }).optional(),
      operation: z
        .object({
          sync: z
            .object({
              autoHealAttemptsCount: z.int().nonnegative().default(0),
              resources: z.array(Named).default([]),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

/** Made by an ApplicationSet: the repository declares only Applications of no tenant, and those are compared field by field. */
function isTenants({ metadata }: KubernetesObject): boolean {
  const tenant = metadata.labels?.[labels.tenant];
  return tenant !== undefined && metadata.name.endsWith(`.${tenant}`);
}

function lookedAt(application: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata, operation, status } = application;
  const { name, namespace, labels: own, resourceVersion } = metadata;
  const read = Status.safeParse(status);
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, labels: own, resourceVersion },
    // There while Argo CD is asked to do something: that it comes and goes is news.
    operation,
    // What is malformed is told to be so.
    status: read.success ? withoutGood(read.data) : status,
  };
}

/** Nearly all objects are as they should be, and nobody asks for them. */
function withoutGood(status: z.output<typeof Status>) {
  return {
    ...status,
    conditions: status.conditions.filter(isError),
    resources: status.resources.filter(isDifferent),
  };
}

/** Where the Application is that applies a tenant's guard-rails on one cluster. */
export interface ApplicationPlace {
  readonly cluster: string;
  readonly tenant: string;
  /** Where Argo CD looks for Applications. */
  readonly namespace: string;
}

/** What is known of how far Argo CD has come with a tenant on one cluster. */
export function syncState(
  argoCd: LiveCluster | undefined,
  { cluster, tenant, namespace }: ApplicationPlace,
): SyncState {
  const found = readable(undefined, [applicationKind], {
    clusters: new Map(),
    argoCd,
  });
  const unreadable = 'reason' in found ? found.reason : undefined;
  const name = guardRailsApplication(cluster, tenant);
  const { apiVersion, kind } = applicationKind;
  const application = argoCd?.find({
    apiVersion,
    kind,
    metadata: { name, namespace },
  });
  if (!application) return { unreadable };
  const status = Status.safeParse(application.status ?? {});
  if (!status.success)
    return { unreadable: unreadable ?? `the status of ${name} is malformed` };
  return {
    record: recordOf(status.data),
    unreadable:
      unreadable ??
      elsewhere(status.data, `${tenantsFolder(cluster)}/${tenant}`),
  };
}

/** An Application that was pointed at something else says nothing about the tenant. */
function elsewhere(
  { sync }: z.output<typeof Status>,
  folder: string,
): string | undefined {
  const path = sync.comparedTo?.source?.path;
  return path === undefined || path === folder
    ? undefined
    : `Argo CD compares the cluster with ${path}, and not with ${folder}`;
}

function recordOf({
  reconciledAt,
  sync,
  conditions,
  resources,
  operationState,
}: z.output<typeof Status>): SyncRecord {
  const heal = operationState?.operation?.sync;
  return {
    comparedAt: reconciledAt,
    status: sync.status,
    revision: sync.revision,
    errors: conditions
      .filter(isError)
      .map(({ type, message }) => message || type),
    operation: operationState && {
      phase: operationState.phase,
      message: operationState.message,
      revision: operationState.syncResult?.revision,
    },
    different: resources.filter(isDifferent).map(nameOf),
    repairs:
      heal && heal.autoHealAttemptsCount > 0
        ? {
            count: heal.autoHealAttemptsCount,
            at: operationState?.finishedAt,
            objects: heal.resources.map(nameOf),
          }
        : undefined,
  };
}

function isError({ type }: { readonly type: string }): boolean {
  return type.endsWith('Error');
}

function isDifferent({ status }: { readonly status?: string }): boolean {
  return status !== undefined && status !== 'Synced';
}

function nameOf({ kind, name }: z.output<typeof Named>): string {
  return `${kind} ${name}`;
}
