import { castOf, prove, stagesOf } from '@tenantry/cluster';
import type { Answer, ClusterClient } from '@tenantry/cluster';
import {
  attackName,
  controlsFor,
  harmlessPod,
  notInForce,
  renderTenant,
} from '@tenantry/controls';
import type {
  ApiAttack,
  ApiRequest,
  Attempt,
  JsonMap,
  PartialObject,
  Stage,
} from '@tenantry/controls';
import {
  checkTenant,
  formatProblems,
  unwrap,
  validateTenant,
} from '@tenantry/model';
import type { Fleet, Tenant } from '@tenantry/model';
import { readFile } from 'node:fs/promises';
import { apply, applyAll } from './apply';
import type { Arena } from './arena';
import type { Dialect } from './fleet';
import { leave } from './leave';
import { insiderObjects } from './objects';
import { problemOf } from './problemOf';
import type { Check } from './proving';
import { soon } from './soon';

/** It was there before its tenant, and its name says nothing of it. */
const namespace = 'checkout';
const until = '2999-12-31';

/** What a team runs that no rule would admit: root on the node, and a port on each of them. */
const legacyPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'legacy', namespace },
  spec: {
    hostNetwork: true,
    containers: [
      {
        name: 'legacy',
        image: 'docker.io/library/legacy:latest',
        securityContext: { privileged: true },
      },
    ],
  },
} satisfies PartialObject;

const legacyService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'legacy', namespace },
  spec: { type: 'NodePort', ports: [{ port: 80 }] },
} satisfies PartialObject;

/**
 * Adopts a namespace that people work in: observed, everything they run can be made anew, and each rule is heard of that
 * would have refused; enforced, it refuses.
 */
export async function checkAdopting(
  { client, stages }: Arena,
  fleet: Fleet,
  cluster: string,
  { dialect, auditLog }: { dialect: Dialect; auditLog: string | undefined },
): Promise<Check[]> {
  await workIn(client);
  const observed = adopter(cluster, { observed: { until } });
  const stage = stageOf(observed, fleet, cluster);
  await applyAll(client, [
    ...objectsOf(observed, fleet, cluster),
    ...insiderObjects([stage]),
  ]);
  const pod = brokenPod(stage);
  await whenTold(client, stage, pod);

  const checks = [
    await everyRuleTells(client, stage),
    await nothingBreaks(client),
    await nothingIsChanged(client, stage),
    await isProvedAsFar(client, stage),
    await isTraced(client, stage, pod, { dialect, auditLog }),
    await othersAreRefused(client, stages, pod),
    await isEnforced(client, fleet, cluster, pod),
  ];
  await leave(client, namespace);
  return checks;
}

function check(name: string, problems: readonly string[]): Check {
  return { name: `adopting: ${name}`, ...problemOf(problems) };
}

async function workIn(client: ClusterClient): Promise<void> {
  await apply(client, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { team: 'checkout' } },
  });
  const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
  await soon('the default account is there', async () => {
    const { status } = await client.get(account);
    return status === 200;
  });
  await applyAll(client, [legacyPod, legacyService]);
}

function adopter(
  cluster: string,
  mode: { readonly observed?: { readonly until: string } },
): Tenant {
  return unwrap(
    validateTenant({
      apiVersion: 'tenantry.dev/v1',
      kind: 'Tenant',
      metadata: { name: 'shop' },
      spec: {
        title: 'Shop',
        owner: 'group:default/shop',
        access: { admins: ['shop-leads'], developers: ['shop-devs'] },
        profile: 'hardened',
        size: 'small',
        environments: [
          {
            name: 'prod',
            cluster,
            namespace,
            hosts: ['shop.example.com'],
            ...mode,
          },
        ],
      },
    }),
  );
}

function withTenant(fleet: Fleet, tenant: Tenant): Fleet {
  const problems = checkTenant(tenant, fleet);
  if (problems.length > 0) throw new Error(formatProblems(problems));
  return { ...fleet, tenants: [...fleet.tenants, tenant] };
}

function stageOf(tenant: Tenant, fleet: Fleet, cluster: string): Stage {
  const stage = stagesOf(withTenant(fleet, tenant), cluster).find(
    candidate => candidate.namespace === namespace,
  );
  if (!stage) throw new Error(`no environment has the namespace ${namespace}`);
  return stage;
}

function objectsOf(
  tenant: Tenant,
  fleet: Fleet,
  cluster: string,
): PartialObject[] {
  return renderTenant(tenant, withTenant(fleet, tenant))
    .objects.filter(object => object.cluster === cluster)
    .map(({ object }) => object);
}

/** It breaks one rule, which Pod Security doesn't know; the mutations would make the rest of it right. */
function brokenPod(stage: Stage): (name: string) => PartialObject {
  const { containers, ...spec } = harmlessPod(stage);
  const [container] = containers as readonly JsonMap[];
  return name => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      ...spec,
      containers: [
        {
          ...container,
          image: 'registry.invalid/checkout/web:1',
        },
      ],
    },
  });
}

const rule = 'image-registries: ';

function create(
  client: ClusterClient,
  stage: Stage,
  body: PartialObject,
  dryRun: boolean,
): Promise<Answer> {
  const request: ApiRequest = {
    verb: 'create',
    resource: 'v1/pods',
    namespace: stage.namespace,
    body,
  };
  return client.send(request, { as: castOf(stage).developer, dryRun });
}

async function whenTold(
  client: ClusterClient,
  stage: Stage,
  pod: (name: string) => PartialObject,
): Promise<void> {
  await soon('a warning comes', async () => {
    const { warnings } = await create(client, stage, pod('told'), true);
    return warnings.some(text => text.includes(rule));
  });
}

/** One way of each attack that a rule would refuse is admitted, with a warning that names the control. */
async function everyRuleTells(
  client: ClusterClient,
  stage: Stage,
): Promise<Check> {
  const cast = castOf(stage);
  const problems: string[] = [];
  let tried = 0;
  for (const control of controlsFor(stage)) {
    if (notInForce(control, stage) === undefined) continue;
    for (const attack of control.attacks) {
      if (attack.proof !== 'api' || !(attack.where?.(stage) ?? true)) continue;
      const attempt = attack.attempts(stage).find(isForRule(attack));
      const as = attempt && cast[attempt.as ?? attack.as];
      if (!attempt || !as) continue;
      tried += 1;
      const { status, message, warnings } = await client.send(attempt.attack, {
        as,
        dryRun: true,
      });
      if (status >= 300)
        problems.push(`${control.id}, ${attack.title}: ${status} ${message}`);
      else if (!warnings.some(text => text.includes(`${control.id}: `)))
        problems.push(
          `${control.id}, ${attack.title}: not told, but ${
            warnings.join('; ') || 'nothing'
          }`,
        );
    }
  }
  return check(`each rule tells, and refuses nothing (${tried} attacks)`, [
    ...(tried < 200 ? [`only ${tried} attacks were tried`] : []),
    ...problems,
  ]);
}

/** Needs nothing in place, is about what lives in the namespace, and is refused by the rule of the control. */
function isForRule({ by, as }: ApiAttack) {
  return (attempt: Attempt): boolean =>
    (attempt.by ?? by) === 'rule' &&
    attempt.attack.namespace === namespace &&
    attempt.attack.verb === 'create' &&
    !attempt.given &&
    !attempt.fills &&
    !attempt.twinAs &&
    (attempt.as ?? as) !== 'neighbour';
}

/** What ran before is deleted and made again, as a rollout does, and no object holds it back. */
async function nothingBreaks(client: ClusterClient): Promise<Check> {
  const problems: string[] = [];
  for (const object of [legacyPod, legacyService]) {
    const resource = `v1/${object.kind.toLowerCase()}s`;
    const { name } = object.metadata;
    await client.send({ verb: 'delete', resource, namespace, name });
    await soon(`${object.kind} ${name} is gone`, async () => {
      const { status } = await client.send({
        verb: 'get',
        resource,
        namespace,
        name,
      });
      return status === 404;
    });
    const { status, message, warnings } = await client.send({
      verb: 'create',
      resource,
      namespace,
      body: object,
    });
    if (status >= 300)
      problems.push(`${object.kind} can't be made anew: ${message}`);
    if (warnings.length === 0)
      problems.push(`${object.kind} is made anew, and nothing is told`);
    if (
      object.kind === 'Pod' &&
      !warnings.some(text => /violate PodSecurity .*restricted/.test(text))
    )
      problems.push('Pod Security tells nothing');
  }
  const biting = [
    'v1/resourcequotas',
    'v1/limitranges',
    'networking.k8s.io/v1/networkpolicies',
  ];
  for (const resource of biting) {
    const { body } = await client.send({ verb: 'list', resource, namespace });
    const { items = [] } = body as { items?: unknown[] };
    if (items.length > 0) problems.push(`${resource} are there`);
  }
  return check('what people run can be made anew', problems);
}

/** A pod that leaves open what the mutations fill in stays as it was written. */
async function nothingIsChanged(
  client: ClusterClient,
  stage: Stage,
): Promise<Check> {
  const { body, status, message } = await create(
    client,
    stage,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'as-written' },
      spec: {
        ...harmlessPod(stage),
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    },
    true,
  );
  const { spec } = (body ?? {}) as {
    spec?: {
      hostUsers?: boolean;
      volumes?: { name: string; emptyDir?: { sizeLimit?: string } }[];
    };
  };
  const scratch = spec?.volumes?.find(({ name }) => name === 'scratch');
  return check('nothing is changed on its way', [
    ...(status >= 300 ? [message] : []),
    ...(spec?.hostUsers !== undefined ? ['hostUsers was set'] : []),
    ...(scratch?.emptyDir?.sizeLimit !== undefined
      ? ['sizeLimit was set']
      : []),
  ]);
}

/** What bites is proved as everywhere; what would be admitted isn't tried, and says why. */
async function isProvedAsFar(
  client: ClusterClient,
  stage: Stage,
): Promise<Check> {
  const { results, elsewhere } = await prove(client, stage);
  const wrong = results.filter(
    ({ verdict }) => verdict !== 'refused' && verdict !== 'skipped',
  );
  const refused = results.filter(({ verdict }) => verdict === 'refused');
  const observed = elsewhere.filter(({ reason }) =>
    reason.startsWith(`observed until ${until}: `),
  );
  return check('a proof tries what is in force, and nothing else', [
    ...(refused.length < 100 ? [`only ${refused.length} were refused`] : []),
    ...(observed.length < 100 ? [`only ${observed.length} wait`] : []),
    ...wrong.map(
      ({ control, title, verdict, reason = '' }) =>
        `${control}: ${title}: ${verdict} ${reason}`,
    ),
  ]);
}

/** Natively the audit log has it. Kyverno says it in an event, and in its reports where they are on, which isn't so here. */
async function isTraced(
  client: ClusterClient,
  stage: Stage,
  pod: (name: string) => PartialObject,
  { dialect, auditLog }: { dialect: Dialect; auditLog: string | undefined },
): Promise<Check> {
  const name = 'traced';
  const { status, message } = await create(client, stage, pod(name), false);
  if (status >= 300) return check('a trace is left', [message]);
  const traced =
    dialect === 'native'
      ? async () => inAuditLog(await readFile(auditLog ?? '', 'utf8'), name)
      : async () => inEvents(await client.get('/apis/events.k8s.io/v1/events'));
  try {
    await soon('a trace is there', traced);
    return check('a trace is left', []);
  } catch (error) {
    return check('a trace is left', [String(error)]);
  }
}

function inAuditLog(text: string, name: string): boolean {
  return text
    .split('\n')
    .some(
      line =>
        line.includes(`"name":"${name}"`) &&
        line.includes(
          'validation.policy.admission.k8s.io/validation_failure',
        ) &&
        line.includes(rule),
    );
}

function inEvents({ body }: Answer): boolean {
  const { items = [] } = body as {
    items?: { reason?: string; note?: string }[];
  };
  return items.some(
    ({ reason, note = '' }) =>
      reason === 'PolicyViolation' && note.includes(rule),
  );
}

async function othersAreRefused(
  client: ClusterClient,
  stages: readonly Stage[],
  pod: (name: string) => PartialObject,
): Promise<Check> {
  const enforced = stages.find(({ profile }) => profile.name === 'hardened');
  if (!enforced) throw new Error('no hardened environment is enforced');
  const { status, message } = await create(
    client,
    enforced,
    pod(attackName),
    true,
  );
  return check('the same is refused where the rules are in force', [
    ...(status >= 400 && message.includes(rule)
      ? []
      : [`${status} ${message}`]),
  ]);
}

/** Without `observed` the same namespace refuses, and what was missing is there. */
async function isEnforced(
  client: ClusterClient,
  fleet: Fleet,
  cluster: string,
  pod: (name: string) => PartialObject,
): Promise<Check> {
  const tenant = adopter(cluster, {});
  const stage = stageOf(tenant, fleet, cluster);
  try {
    await applyAll(client, objectsOf(tenant, fleet, cluster));
    await soon('it refuses', async () => {
      const { status, message } = await create(client, stage, pod('x'), true);
      return status >= 400 && message.includes(rule);
    });
    const quota = await client.send({
      verb: 'get',
      resource: 'v1/resourcequotas',
      namespace,
      name: 'tenantry',
    });
    return check('enforced, it refuses, and has its quota', [
      ...(quota.status === 200 ? [] : [quota.message]),
    ]);
  } catch (error) {
    return check('enforced, it refuses, and has its quota', [String(error)]);
  }
}
