import { createHmac, randomUUID } from 'node:crypto';

import type { ForgeLogger } from './context';
import type { Repository } from './repositories';
import type { StateDatabase } from './state/database';
import {
  findDelivery,
  insertDelivery,
  listHooks,
  pendingDeliveries,
  recordAttempt,
  type DeliveryRow,
  HookRow,
} from './state/hooks';

export type HookEvent =
  | 'push'
  | 'create'
  | 'delete'
  | 'pull_request'
  | 'pull_request_review'
  | 'issue_comment'
  | 'status'
  | 'ping';

export interface Webhooks {
  /** Records a delivery for each hook that listens; they are sent after this call returned. */
  emit(
    repository: Repository,
    event: HookEvent,
    action: string | null,
    payload: () => object | Promise<object>,
  ): Promise<void>;
  /** Sends to one hook whether it listens or not. */
  send(
    hook: HookRow,
    event: HookEvent,
    action: string | null,
    payload: object,
  ): void;
  redeliver(delivery: DeliveryRow): void;
  /** Takes up what a stopped forge had not delivered. */
  resume(): void;
  /** Gives up waiting for retries, waits for what is under way. */
  close(): Promise<void>;
}

export interface WebhookOptions {
  readonly db: StateDatabase;
  readonly logger: ForgeLogger;
  /** Milliseconds before each retry; their number is the number of retries. */
  readonly retryDelays?: readonly number[];
}

const RETRY_DELAYS = [1_000, 5_000, 15_000, 60_000];
const TIME_LIMIT = 10_000;

export function createWebhooks({
  db,
  logger,
  retryDelays = RETRY_DELAYS,
}: WebhookOptions): Webhooks {
  const underWay = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  function schedule(id: number, delay: number): void {
    if (closed) {
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      const attempt = deliver(id).catch(error =>
        logger.warn(`Webhook delivery ${id} broke off: ${error}`),
      );
      underWay.add(attempt);
      attempt.finally(() => underWay.delete(attempt));
    }, delay);
    timers.add(timer);
  }

  async function deliver(id: number): Promise<void> {
    const delivery = findDelivery(db, id);
    const hook =
      delivery &&
      db.one(HookRow, 'select * from hooks where id = ?', delivery.hookId);
    if (!delivery || !hook) {
      return;
    }
    const outcome = await post(hook, delivery);
    const retry = retryDelays.at(delivery.attempts);
    const state = outcome.delivered ? 'delivered' : stateAfterFailure(retry);
    recordAttempt(db, id, { ...outcome, state });
    if (state === 'pending' && retry !== undefined) {
      schedule(id, retry);
    } else if (state === 'failed') {
      logger.warn(
        `Webhook ${hook.url} did not take ${delivery.event}: ${outcome.detail}`,
      );
    }
  }

  function send(
    hook: HookRow,
    event: HookEvent,
    action: string | null,
    payload: object,
  ): void {
    const id = insertDelivery(db, {
      hookId: hook.id,
      guid: randomUUID(),
      event,
      action,
      payload: JSON.stringify(payload),
    });
    schedule(id, 0);
  }

  return {
    send,
    async emit(repository, event, action, payload) {
      const listening = listHooks(db, repository.id).filter(
        hook =>
          hook.active &&
          (hook.events.includes('*') || hook.events.includes(event)),
      );
      if (listening.length > 0) {
        const body = await payload();
        listening.forEach(hook => send(hook, event, action, body));
      }
    },
    redeliver(delivery) {
      const id = insertDelivery(db, delivery);
      schedule(id, 0);
    },
    resume() {
      pendingDeliveries(db).forEach(id => schedule(id, 0));
    },
    async close() {
      closed = true;
      timers.forEach(timer => clearTimeout(timer));
      await Promise.all(underWay);
    },
  };
}

function stateAfterFailure(retry: number | undefined): 'pending' | 'failed' {
  return retry === undefined ? 'failed' : 'pending';
}

async function post(
  hook: HookRow,
  delivery: DeliveryRow,
): Promise<{ delivered: boolean; statusCode: number | null; detail: string }> {
  const json = hook.contentType === 'json';
  const body = json
    ? delivery.payload
    : `payload=${encodeURIComponent(delivery.payload)}`;
  try {
    const response = await fetch(hook.url, {
      method: 'POST',
      body,
      // A redirect could lead away from this machine.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT),
      headers: {
        'Content-Type': json
          ? 'application/json'
          : 'application/x-www-form-urlencoded',
        'User-Agent': 'Tenantry-Forge-Hookshot',
        'X-GitHub-Event': delivery.event,
        'X-GitHub-Delivery': delivery.guid,
        'X-GitHub-Hook-ID': String(hook.id),
        'X-GitHub-Hook-Installation-Target-Type': 'repository',
        'X-GitHub-Hook-Installation-Target-ID': String(hook.repositoryId),
        ...(hook.secret
          ? { 'X-Hub-Signature-256': signature(hook.secret, body) }
          : {}),
      },
    });
    await response.body?.cancel();
    return {
      delivered: response.ok,
      statusCode: response.status,
      detail: response.ok ? 'OK' : `answered ${response.status}`,
    };
  } catch (error) {
    const cause = error instanceof Error ? error.cause ?? error : error;
    const detail = cause instanceof Error ? cause.message : String(cause);
    return { delivered: false, statusCode: null, detail };
  }
}

/** The value of `X-Hub-Signature-256`. */
export function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Whether a URL leads to this machine only; a development forge calls nobody else. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return (
    (protocol === 'http:' || protocol === 'https:') &&
    (hostname === 'localhost' ||
      hostname === '[::1]' ||
      /^127(\.\d{1,3}){3}$/.test(hostname))
  );
}
