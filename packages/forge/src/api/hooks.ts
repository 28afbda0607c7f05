import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import {
  changeHook,
  createHook,
  pingHook,
  requireHook,
} from '../operations/hooks';
import { notFound } from '../refusal';
import {
  deleteHook,
  findDelivery,
  listDeliveries,
  listHooks,
} from '../state/hooks';
import {
  numberParam,
  readBody,
  requireActor,
  type ApiContext,
  type ApiEnv,
} from './env';
import { paginate } from './paginate';
import { deliveryShape, hookShape } from './shapes/hook';

const Config = z.object({
  url: z.string().optional(),
  secret: z.string().optional(),
  content_type: z.string().optional(),
});

const HookBody = z.object({
  config: Config.default({}),
  events: z.array(z.string()).optional(),
  active: z.boolean().optional(),
});

export function hookRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/hooks');

  // Hooks say where secrets are sent to, so that even reading them needs a token.
  routes.use(async (c, next) => {
    requireActor(c);
    await next();
  });

  const find = (c: ApiContext) =>
    requireHook(forge, c.get('repository'), numberParam(c, 'hook'));
  const shape = (c: ApiContext, hook: ReturnType<typeof find>) =>
    hookShape(forge, c.get('repository'), hook);

  routes.get('/', c => {
    const hooks = listHooks(forge.db, c.get('repository').id);
    return c.json(paginate(c, hooks).map(hook => shape(c, hook)));
  });

  routes.post('/', async c => {
    const { config, events, active } = await readBody(c, HookBody, 'Hook');
    const hook = await createHook(forge, c.get('repository'), {
      url: config.url,
      secret: config.secret ?? '',
      contentType: config.content_type ?? 'form',
      events: events ?? ['push'],
      active: active ?? true,
    });
    return c.json(shape(c, hook), 201);
  });

  routes.get('/:hook', c => c.json(shape(c, find(c))));

  routes.patch('/:hook', async c => {
    const before = find(c);
    const { config, events, active } = await readBody(c, HookBody, 'Hook');
    const hook = changeHook(forge, c.get('repository'), before, {
      url: config.url ?? before.url,
      secret: config.secret ?? before.secret,
      contentType: config.content_type ?? before.contentType,
      events: events ?? before.events,
      active: active ?? before.active,
    });
    return c.json(shape(c, hook));
  });

  routes.delete('/:hook', c => {
    deleteHook(forge.db, find(c).id);
    return c.body(null, 204);
  });

  routes.post('/:hook/pings', c => {
    pingHook(forge, c.get('repository'), find(c));
    return c.body(null, 204);
  });

  routes.get('/:hook/deliveries', c => {
    const hook = find(c);
    const deliveries = listDeliveries(forge.db, hook.id);
    return c.json(
      paginate(c, deliveries).map(delivery => deliveryShape(hook, delivery)),
    );
  });

  const findOwn = (c: ApiContext) => {
    const hook = find(c);
    const delivery = findDelivery(forge.db, numberParam(c, 'delivery'));
    if (delivery?.hookId !== hook.id) {
      throw notFound();
    }
    return { hook, delivery };
  };

  routes.get('/:hook/deliveries/:delivery', c => {
    const { hook, delivery } = findOwn(c);
    return c.json({
      ...deliveryShape(hook, delivery),
      request: {
        headers: {
          'X-GitHub-Event': delivery.event,
          'X-GitHub-Delivery': delivery.guid,
        },
        payload: JSON.parse(delivery.payload),
      },
      response: { headers: null, payload: null },
    });
  });

  routes.post('/:hook/deliveries/:delivery/attempts', c => {
    forge.webhooks.redeliver(findOwn(c).delivery);
    return c.json({}, 202);
  });

  return routes;
}
