import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Fleet } from './fleet';
import { readFleetQuery } from './fleetQuery';

/** The routes of plugins/tenantry-common/src/fleet.ts, below `/fleet`. */
export function fleetRoutes(fleet: Fleet): Router {
  const router = PromiseRouter();

  router.get('/', async (request, response) => {
    response.json(await fleet.page(readFleetQuery(request.query)));
  });

  router.get('/matrix', async (_request, response) => {
    response.json(await fleet.matrix());
  });

  return router;
}
