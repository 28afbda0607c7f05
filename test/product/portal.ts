import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Product } from './startProduct';

/** How a task of the scaffolder ended. */
export interface TaskEnd {
  readonly status: string;
  readonly output: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** As much of an entity as stories ask for. */
export interface CatalogEntity {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** A running product over HTTP, as scripts use it: the backend as the guest, the forge as the reviewer. */
export interface Portal {
  /** Runs the template of requests, and waits for its end. */
  request(values: object): Promise<TaskEnd>;
  /** Merges a pull request on the forge. */
  merge(pullRequest: number): Promise<void>;
  /** The tenant in the catalog. */
  entity(name: string): Promise<CatalogEntity>;
  /** What the pages of a tenant show. */
  tenant(name: string): Promise<TenantStatus>;
}

const patienceMs = 60_000;

export function portalOf({
  backendUrl,
  forgeUrl,
  reviewerToken,
}: Product): Portal {
  async function json<T>(url: string, init: RequestInit = {}): Promise<T> {
    const response = await fetch(url, init);
    if (!response.ok)
      throw new Error(
        `${url}: ${response.status} ${(await response.text()).slice(0, 500)}`,
      );
    return response.json() as Promise<T>;
  }

  async function headers(): Promise<Record<string, string>> {
    const { backstageIdentity } = await json<{
      backstageIdentity: { token: string };
    }>(`${backendUrl}/api/auth/guest/refresh`, { method: 'POST' });
    return {
      Authorization: `Bearer ${backstageIdentity.token}`,
      'Content-Type': 'application/json',
    };
  }

  return {
    async request(values) {
      const asGuest = { headers: await headers() };
      const tasks = `${backendUrl}/api/scaffolder/v2/tasks`;
      const { id } = await json<{ id: string }>(tasks, {
        ...asGuest,
        method: 'POST',
        body: JSON.stringify({
          templateRef: 'template:default/request-tenant',
          values,
        }),
      });
      for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
        const { status } = await json<{ status: string }>(
          `${tasks}/${id}`,
          asGuest,
        );
        if (status === 'completed' || status === 'failed') {
          const events = await json<
            {
              type: string;
              body: {
                output?: Record<string, unknown>;
                error?: { message: string };
              };
            }[]
          >(`${tasks}/${id}/events`, asGuest);
          const end = events.find(({ type }) => type === 'completion');
          return {
            status,
            output: end?.body.output ?? {},
            error: end?.body.error?.message,
          };
        }
        await sleep(250);
      }
      throw new Error('the task did not end');
    },
    async merge(pullRequest) {
      await json(
        `${forgeUrl}/api/v3/repos/platform/tenants/pulls/${pullRequest}/merge`,
        {
          method: 'PUT',
          headers: { Authorization: `token ${reviewerToken}` },
        },
      );
    },
    entity: async name =>
      json(
        `${backendUrl}/api/catalog/entities/by-name/resource/default/${name}`,
        { headers: await headers() },
      ),
    tenant: async name =>
      json(`${backendUrl}/api/tenantry/tenants/${name}`, {
        headers: await headers(),
      }),
  };
}
