import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  tenantProposePermission,
  tenantReadPermission,
} from '@tenantry/backstage-plugin-tenantry-common';
import type {
  TenantAuthorizer,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { answerable } from './answerable';
import type { ConnectedClusters } from './clusters/connectedClusters';
import { readUnownedQuery, unowned } from './clusters/unowned';
import { checkNewName } from './checkNewName';
import { closeTenantRequest, readCloseRequest } from './closeTenantRequest';
import type { Fleet } from './fleet/fleet';
import { readFleetQuery } from './fleet/fleetQuery';
import type { MeasurePosture } from './metrics/postureMetrics';
import { offerOf } from './offer';
import { openApiDocument } from './openapi';
import { preview } from './preview';
import { groupsOf, readPreviewRequester } from './previewRequester';
import { largestBody, readableBody } from './requestBody';
import { listTenants } from './status/listTenants';
import { tenantStatus } from './status/tenantStatus';

export interface RouterOptions {
  readonly auditor: AuditorService;
  readonly authorizer: TenantAuthorizer;
  readonly catalog: CatalogService;
  readonly clusters: ConnectedClusters;
  readonly fleet: Fleet;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly measurePosture: MeasurePosture;
  readonly repository: TenantryRepositoryService;
}

/** The routes of plugins/tenantry-common/src/api.ts, which `openapi.yaml` describes, for people who are signed in and for other plugins. */
export function createRouter(options: RouterOptions): Router {
  const { auditor, authorizer, clusters, fleet, httpAuth, repository } =
    options;
  const router = PromiseRouter();
  const anybody = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  // Before bodies are read: nobody unknown makes this process parse anything.
  router.use(async (request, _response, next) => {
    await anybody(request);
    next();
  });
  router.use(express.json({ limit: largestBody }), readableBody);

  const description = openApiDocument();
  router.get('/openapi.json', (_request, response) => {
    response.json(description);
  });

  router.get('/offer', async (request, response) => {
    await authorizer.allowed(tenantProposePermission, await anybody(request));
    const snapshot = await answerable(() => repository.snapshot());
    response.json(offerOf(snapshot));
  });

  router.get('/names/:name', async (request, response) => {
    const credentials = await anybody(request);
    await authorizer.allowed(tenantProposePermission, credentials);
    response.json(
      await answerable(async () =>
        checkNewName(
          request.params.name,
          repository,
          await groupsOf(credentials, options.catalog),
        ),
      ),
    );
  });

  router.post('/preview', async (request, response) => {
    const requester = await readPreviewRequester(
      await anybody(request),
      options,
    );
    response.json(
      await answerable(() => preview(request.body, requester, repository)),
    );
  });

  router.get('/tenants', async (request, response) => {
    const mayRead = await authorizer.allowed(
      tenantReadPermission,
      await anybody(request),
    );
    response.json(await answerable(() => listTenants(repository, mayRead)));
  });

  router.get('/tenants/:name', async (request, response) => {
    const { name } = request.params;
    const credentials = await anybody(request);
    const status = await answerable(async () => {
      await authorizer.require(tenantReadPermission, name, credentials);
      return options.measurePosture(() =>
        tenantStatus(name, repository, clusters),
      );
    });
    response.json({ ...status, channel: fleet.channelOf(name) });
  });

  router.get('/unowned', async (request, response) => {
    await authorizer.requireUnowned(
      tenantReadPermission,
      await anybody(request),
    );
    const query = readUnownedQuery(request.query);
    response.json(await answerable(() => unowned(query, repository, clusters)));
  });

  router.get('/fleet', async (request, response) => {
    const visible = await authorizer.visibleOwners(
      tenantReadPermission,
      await anybody(request),
    );
    response.json(await fleet.page(readFleetQuery(request.query), visible));
  });

  router.get('/fleet/matrix', async (request, response) => {
    const visible = await authorizer.visibleOwners(
      tenantReadPermission,
      await anybody(request),
    );
    response.json(await fleet.matrix(visible));
  });

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
      const closed = await answerable(async () => {
        await authorizer.require(tenantProposePermission, name, credentials);
        return closeTenantRequest(name, wanted, { ...options, credentials });
      });
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
