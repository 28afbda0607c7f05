import { z } from 'zod';

import { timestamp, type StateDatabase } from './database';

export const HookRow = z.object({
  id: z.number(),
  repositoryId: z.number(),
  url: z.string(),
  secret: z.string(),
  contentType: z.enum(['json', 'form']),
  /** Event names separated by commas; `*` is every event. */
  events: z.string().transform(events => events.split(',')),
  active: z.number().transform(Boolean),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type HookRow = z.infer<typeof HookRow>;

export type HookSettings = Pick<
  HookRow,
  'url' | 'secret' | 'contentType' | 'events' | 'active'
>;

export function listHooks(db: StateDatabase, repositoryId: number): HookRow[] {
  return db.all(
    HookRow,
    'select * from hooks where repositoryId = ? order by id',
    repositoryId,
  );
}

export function findHook(
  db: StateDatabase,
  repositoryId: number,
  id: number,
): HookRow | undefined {
  return db.one(
    HookRow,
    'select * from hooks where repositoryId = ? and id = ?',
    repositoryId,
    id,
  );
}

export function insertHook(
  db: StateDatabase,
  repositoryId: number,
  hook: HookSettings,
): number {
  const at = timestamp();
  return db.run(
    `insert into hooks (repositoryId, url, secret, contentType, events, active, createdAt, updatedAt)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    repositoryId,
    hook.url,
    hook.secret,
    hook.contentType,
    hook.events.join(','),
    Number(hook.active),
    at,
    at,
  ).id;
}

export function updateHook(
  db: StateDatabase,
  id: number,
  hook: HookSettings,
): void {
  db.run(
    `update hooks set url = ?, secret = ?, contentType = ?, events = ?, active = ?, updatedAt = ?
     where id = ?`,
    hook.url,
    hook.secret,
    hook.contentType,
    hook.events.join(','),
    Number(hook.active),
    timestamp(),
    id,
  );
}

export function deleteHook(db: StateDatabase, id: number): void {
  db.run('delete from hooks where id = ?', id);
}

export const DeliveryRow = z.object({
  id: z.number(),
  hookId: z.number(),
  guid: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  payload: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  statusCode: z.number().nullable(),
  detail: z.string().nullable(),
  createdAt: z.string(),
  deliveredAt: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

/** Older deliveries of a hook are forgotten. */
const KEPT_DELIVERIES = 200;

export function insertDelivery(
  db: StateDatabase,
  delivery: Pick<
    DeliveryRow,
    'hookId' | 'guid' | 'event' | 'action' | 'payload'
  >,
): number {
  const { id } = db.run(
    `insert into deliveries (hookId, guid, event, action, payload, state, attempts, createdAt)
     values (?, ?, ?, ?, ?, 'pending', 0, ?)`,
    delivery.hookId,
    delivery.guid,
    delivery.event,
    delivery.action,
    delivery.payload,
    timestamp(),
  );
  db.run(
    `delete from deliveries where hookId = ? and state <> 'pending' and id <=
       (select id from deliveries where hookId = ? order by id desc limit 1 offset ?)`,
    delivery.hookId,
    delivery.hookId,
    KEPT_DELIVERIES,
  );
  return id;
}

export function findDelivery(
  db: StateDatabase,
  id: number,
): DeliveryRow | undefined {
  return db.one(DeliveryRow, 'select * from deliveries where id = ?', id);
}

/** Newest first. */
export function listDeliveries(
  db: StateDatabase,
  hookId: number,
): DeliveryRow[] {
  return db.all(
    DeliveryRow,
    'select * from deliveries where hookId = ? order by id desc',
    hookId,
  );
}

export function pendingDeliveries(db: StateDatabase): number[] {
  return db
    .all(
      z.object({ id: z.number() }),
      `select id from deliveries where state = 'pending' order by id`,
    )
    .map(({ id }) => id);
}

export function recordAttempt(
  db: StateDatabase,
  id: number,
  attempt: Pick<DeliveryRow, 'state' | 'statusCode' | 'detail'>,
): void {
  db.run(
    `update deliveries set state = ?, statusCode = ?, detail = ?, attempts = attempts + 1, deliveredAt = ?
     where id = ?`,
    attempt.state,
    attempt.statusCode,
    attempt.detail,
    timestamp(),
    id,
  );
}
