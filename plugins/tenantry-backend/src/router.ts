import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  readRequester,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { answerable } from './answerable';
import type { ConnectedClusters } from './clusters/connectedClusters';
import { checkNewName } from './checkNewName';
import { closeTenantRequest, readCloseRequest } from './closeTenantRequest';
import type { Fleet } from './fleet/fleet';
import { fleetRoutes } from './fleet/fleetRoutes';
import { offerOf } from './offer';
import { preview } from './preview';
import { largestBody, readableBody } from './requestBody';
import { listTenants } from './status/listTenants';
import { tenantStatus } from './status/tenantStatus';

export interface RouterOptions {
  readonly auditor: AuditorService;
  readonly catalog: CatalogService;
  readonly clusters: ConnectedClusters;
  readonly fleet: Fleet;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly repository: TenantryRepositoryService;
}

/** The routes of plugins/tenantry-common/src/api.ts, for people who are signed in and for other plugins. */
export function createRouter(options: RouterOptions): Router {
  const { auditor, clusters, fleet, httpAuth, repository } = options;
  const router = PromiseRouter();
  const allow = ['user', 'service'] as const;

  // Before bodies are read: nobody unknown makes this process parse anything.
  router.use(async (request, _response, next) => {
    await httpAuth.credentials(request, { allow: [...allow] });
    next();
  });
  router.use(express.json({ limit: largestBody }), readableBody);

  router.get('/offer', async (_request, response) => {
    const snapshot = await answerable(() => repository.snapshot());
    response.json(offerOf(snapshot));
  });

  router.get('/names/:name', async (request, response) => {
    response.json(
      await answerable(async () =>
        checkNewName(
          request.params.name,
          repository,
          await groupsOf(request, options),
        ),
      ),
    );
  });

  router.post('/preview', async (request, response) => {
    const { principal } = await httpAuth.credentials(request, {
      allow: [...allow],
    });
    const requestedBy =
      principal.type === 'user'
        ? {
            ref: principal.userEntityRef,
            groups: await groupsOf(request, options),
          }
        : { ref: principal.subject };
    response.json(
      await answerable(() => preview(request.body, requestedBy, repository)),
    );
  });

  router.get('/tenants', async (_request, response) => {
    response.json(await answerable(() => listTenants(repository)));
  });

  router.get('/tenants/:name', async (request, response) => {
    const { name } = request.params;
    const status = await answerable(() =>
      tenantStatus(name, repository, clusters),
    );
    response.json({ ...status, channel: fleet.channelOf(name) });
  });

  router.use('/fleet', fleetRoutes(fleet));

  router.post('/tenants/:name/request/close', async (request, response) => {
    const { name } = request.params;
    const event = await auditor.createEvent({
      eventId: 'request-close',
      severityLevel: 'medium',
      request,
      meta: { tenant: name },
    });
    try {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user'],
      });
      const wanted = readCloseRequest(request.body);
      const closed = await answerable(() =>
        closeTenantRequest(name, wanted, { ...options, credentials }),
      );
      const { change, pullRequest, branch } = closed;
      await event.success({
        meta: {
          change,
          pullRequest: pullRequest?.number,
          branchDeleted: branch?.deleted,
        },
      });
      response.json(closed);
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  });

  return router;
}

/** Groups of the person who asks; none for another plugin, or a person whom the catalog doesn't know. */
async function groupsOf(
  request: Request,
  { catalog, httpAuth }: Pick<RouterOptions, 'catalog' | 'httpAuth'>,
): Promise<readonly string[]> {
  const credentials = await httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const { principal } = credentials;
  if (principal.type !== 'user') return [];
  try {
    const person = await readRequester(principal.userEntityRef, {
      catalog,
      credentials,
    });
    return person.groups;
  } catch (error) {
    if (toError(error).name === 'NotAllowedError') return [];
    throw error;
  }
}
