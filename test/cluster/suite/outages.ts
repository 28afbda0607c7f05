import { resourceOf } from '@tenantry/cluster';
import { labels, systemNamespace } from '@tenantry/controls';
import type { PartialObject } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyAll } from './apply';
import { byHand, tells } from './byHand';
import type { Deed } from './byHand';
import type { Dialect } from './fleet';
import { observerAccount, openOutageGround } from './outageGround';
import type { Look, OutageGround, Verdict } from './outageGround';
import type { Check } from './proving';
import { notHolding } from './scenes';
import type { Scene } from './scenes';
import { told, waitUntil } from './told';

/** A minute is promised. */
const minute = 60_000;

/**
 * What is said of a cluster while it can't be looked at, by real faults: the API server ends, and forgets what it could have
 * gone on from; it hangs; etcd hangs behind it; the token is withdrawn. Nothing is said to hold that nobody can see, the
 * reason is the real one, and everything is right again as soon as it is over.
 */
export async function checkOutages(
  dialect: Dialect,
  cluster: string,
): Promise<Check[]> {
  const ground = await openOutageGround(dialect, cluster);
  try {
    const checks: Check[] = [];
    for (const step of [
      anEndedServerIsTold,
      aHangingServerIsTold,
      aHangingStoreIsTold,
      aWithdrawnTokenIsTold,
    ])
      checks.push(await told(step, ground));
    return checks;
  } finally {
    await ground.close();
  }
}

/** What happens until the observer is let in again is nothing that the new API server could tell it. */
async function anEndedServerIsTold({
  plane,
  proxy,
  client,
  objects,
  look,
}: OutageGround): Promise<string> {
  return look(async watching => {
    await untilGood(watching);
    await plane.stopApiServer();
    await untilUnknown(watching, / can't be read: no answer from /);
    await staysUnknown(watching);
    await proxy.refuse();
    await plane.startApiServer();
    const done = deeds(objects, watching.scenes[0]);
    const before = watching.expired();
    let expired = 0;
    try {
      for (const { deed } of done) await deed.do(client);
      await staysUnknown(watching);
      await proxy.accept();
      await waitUntil(minute, async () => untold(done, watching));
      expired = watching.expired() - before;
    } finally {
      await applyAll(
        client,
        done.map(({ object }) => object),
      );
    }
    if (expired === 0) throw new Error('the API server went on from what was');
    await untilGood(watching);
    return `with the API server ended nothing is said to hold; ${done.length} objects changed, relabelled and deleted meanwhile are told after ${expired} watches were too old`;
  });
}

interface Done {
  readonly object: PartialObject;
  readonly deed: Deed;
}

function untold(done: readonly Done[], { verdicts }: Look): string[] {
  const drift = verdicts().flatMap(verdict => verdict.drift ?? []);
  return done
    .filter(({ object, deed }) =>
      drift.every(entry => !tells(entry, object, deed)),
    )
    .map(({ object, deed }) => `${object.kind}, ${deed.name}: not told`);
}

/** One thing of each kind that can be done, and one kind of object each. */
function deeds(objects: readonly PartialObject[], { context }: Scene): Done[] {
  return [
    ['ResourceQuota', 'changed'],
    ['RoleBinding', "given another tenant's label"],
    ['NetworkPolicy', 'deleted'],
  ].map(([kind, name]) => {
    const object = objectIn(context.namespace, kind, objects);
    const deed = byHand(object).find(each => each.name === name);
    if (!deed) throw new Error(`a ${kind} can't be ${name}`);
    return { object, deed };
  });
}

function objectIn(
  namespace: string,
  kind: string,
  objects: readonly PartialObject[],
): PartialObject {
  const found = objects.find(
    object =>
      object.kind === kind &&
      object.metadata.namespace === namespace &&
      object.metadata.labels?.[labels.tenant] !== undefined,
  );
  if (!found) throw new Error(`no ${kind} in ${namespace}`);
  return found;
}

/** Its connections stay open. What it tells of one kind of object says nothing about others. */
async function aHangingServerIsTold({
  plane,
  client,
  objects,
  look,
}: OutageGround): Promise<string> {
  const longestUnconfirmedMs = 5_000;
  const words = / can't be read: the cluster has not confirmed it for 5 s$/;
  return look(
    async watching => {
      await untilGood(watching);
      const [{ context }] = watching.scenes;
      const policy = objectIn(context.namespace, 'NetworkPolicy', objects);
      const of = (control: string) => verdictOn(control, context, watching);
      const touching = touch(client, policy);
      try {
        await waitUntil(minute, async () =>
          words.test(of('compute-quota').reason) ? [] : ['quotas are known'],
        );
        const { state, reason } = of('default-deny');
        if (state !== 'yes') throw new Error(`it is told of, and ${reason}`);
        process.kill(plane.apiServerPid, 'SIGSTOP');
        try {
          await waitUntil(minute, async () => {
            const asked = Date.now();
            const { at = '', ...now } = of('default-deny');
            const age = asked - Date.parse(at);
            if (now.state === 'yes' && age > longestUnconfirmedMs)
              throw new Error(`it is believed after ${age} ms`);
            return words.test(now.reason) ? [] : [now.reason];
          });
          await staysUnknown(watching);
        } finally {
          process.kill(plane.apiServerPid, 'SIGCONT');
        }
        await waitUntil(minute, async () =>
          of('default-deny').state === 'yes' ? [] : ['still unknown'],
        );
      } finally {
        await touching.stop();
      }
      return 'of an API server that hangs nothing is believed for longer than its time, kind by kind, and again once it answers';
    },
    { longestUnconfirmedMs },
  );
}

function verdictOn(
  control: string,
  { namespace }: Scene['context'],
  { verdicts }: Look,
): Verdict {
  const found = verdicts().find(
    verdict =>
      verdict.control.id === control && verdict.namespace === namespace,
  );
  if (!found) throw new Error(`nothing is said of ${control}`);
  return found;
}

/** Changes what nobody declares, again and again: the watch of that kind has something to tell. */
function touch(client: OutageGround['client'], object: PartialObject) {
  const { namespace, name } = object.metadata;
  const annotate = (value: string | null) =>
    client.send({
      verb: 'patch',
      resource: resourceOf(object),
      namespace,
      name,
      body: { metadata: { annotations: { 'example.com/touched': value } } },
    });
  let stopped = false;
  const done = (async () => {
    for (let count = 0; !stopped; count += 1) {
      await annotate(String(count));
      await sleep(500);
    }
    await annotate(null);
  })();
  return {
    stop() {
      stopped = true;
      return done;
    },
  };
}

const answered5xx = / the API server answered 5\d\d: /;

/** Only somebody new notices: who watches already is told nothing, and nothing can change. */
async function aHangingStoreIsTold({
  plane,
  look,
}: OutageGround): Promise<string> {
  process.kill(plane.etcdPid, 'SIGSTOP');
  let stopped = true;
  const goOn = () => {
    if (stopped) process.kill(plane.etcdPid, 'SIGCONT');
    stopped = false;
  };
  try {
    return await look(async watching => {
      // Where it had begun to answer, it breaks off.
      await untilUnknown(
        watching,
        / can't be read: (the API server answered 5\d\d: |no answer from )/,
      );
      if (!watching.verdicts().some(({ reason }) => answered5xx.test(reason)))
        throw new Error('nothing was answered with 5xx');
      await staysUnknown(watching);
      goOn();
      await untilGood(watching);
      return 'with etcd hanging an observer that starts says what the API server answers, and sees everything once etcd goes on';
    });
  } finally {
    goOn();
  }
}

/** API servers ask for the token once a request, and a watch is one: those that are open are cut. */
async function aWithdrawnTokenIsTold({
  proxy,
  client,
  giveToken,
  openAsObserver,
  look,
}: OutageGround): Promise<string> {
  return look(async watching => {
    await untilGood(watching);
    await withdrawTokens(client);
    const same = await openAsObserver();
    try {
      // What the API server knows of a token it believes for ten seconds.
      await waitUntil(minute, async () => {
        const { status } = await same.get('/api/v1/namespaces');
        return status === 401 ? [] : [`the token is still good: ${status}`];
      });
    } finally {
      same.close();
    }
    await proxy.refuse();
    await proxy.accept();
    await untilUnknown(
      watching,
      / can't be read: the cluster does not accept the credentials$/,
    );
    await staysUnknown(watching);
    await giveToken();
    await untilGood(watching);
    return 'with its token withdrawn an observer says so, and sees everything once its kubeconfig holds another one';
  });
}

/** A token is bound to the service account that it was given to; one of the same name is another one. */
async function withdrawTokens(client: OutageGround['client']): Promise<void> {
  const { status, message } = await client.send({
    verb: 'delete',
    resource: 'v1/serviceaccounts',
    namespace: systemNamespace,
    name: observerAccount,
  });
  if (status >= 300) throw new Error(message);
}

async function untilGood({ scenes }: Look): Promise<void> {
  await waitUntil(minute, async () => notHolding(scenes));
}

async function untilUnknown(look: Look, reason: RegExp): Promise<void> {
  await waitUntil(minute, async () =>
    look
      .verdicts()
      .filter(each => each.state !== 'unknown' || !reason.test(each.reason))
      .map(each => `${each.control.id}: ${each.state}, ${each.reason}`),
  );
}

/** For as long as a few tries to connect take. */
async function staysUnknown(look: Look): Promise<void> {
  const until = Date.now() + 2_000;
  while (Date.now() < until) {
    const known = look.verdicts().filter(({ state }) => state !== 'unknown');
    if (known.length > 0)
      throw new Error(
        `${known.length} verdicts are known, such as ${known[0].control.id}: ${known[0].state}, ${known[0].reason}`,
      );
    await sleep(100);
  }
}
