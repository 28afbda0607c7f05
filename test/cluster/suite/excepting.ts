import { castOf, prove, stagesOf } from '@tenantry/cluster';
import type { Answer, ClusterClient } from '@tenantry/cluster';
import {
  checkExceptions,
  findControl,
  notInForce,
  renderTenant,
} from '@tenantry/controls';
import type { ApiAttack, Attempt, Control, Stage } from '@tenantry/controls';
import {
  checkTenant,
  formatProblems,
  unwrap,
  validateTenant,
} from '@tenantry/model';
import type { Exception, Fleet, Tenant } from '@tenantry/model';
import { applyAll } from './apply';
import type { Arena } from './arena';
import { leave } from './leave';
import { problemOf } from './problemOf';
import type { Check } from './proving';
import { soon } from './soon';

const excepted = controlOf('image-registries');
const other = controlOf('termination');

const exception: Exception = {
  control: excepted.id,
  environment: 'dev',
  reason: 'The vendor has a registry of its own.',
  ticket: 'SEC-1234',
  approver: 'group:default/security',
  expires: '2999-12-31',
};

/**
 * An environment that is excepted from one control admits what that one would refuse, and nothing else; its neighbour of the
 * same tenant admits neither.
 */
export async function checkExcepting(
  { client }: Arena,
  fleet: Fleet,
  cluster: string,
): Promise<Check[]> {
  const tenant = kiosk(cluster);
  const whole: Fleet = {
    ...fleet,
    tenants: [...fleet.tenants, tenant],
    exceptions: new Map([[tenant.metadata.name, [exception]]]),
  };
  const problems = [
    ...checkTenant(tenant, whole),
    ...checkExceptions(tenant, whole),
  ];
  if (problems.length > 0) throw new Error(formatProblems(problems));
  const stages = stagesOf(whole, cluster);
  const [dev, prod] = ['kiosk-dev', 'kiosk-prod'].map(namespace => {
    const stage = stages.find(candidate => candidate.namespace === namespace);
    if (!stage)
      throw new Error(`no environment has the namespace ${namespace}`);
    return stage;
  });
  await applyAll(
    client,
    renderTenant(tenant, whole)
      .objects.filter(object => object.cluster === cluster)
      .map(({ object }) => object),
  );
  await soon('its rights are there', async () =>
    (await answersTo(client, prod, excepted)).every(isRefusedBy(excepted)),
  );

  const checks = [
    check('what one control would refuse is admitted', [
      ...(await unlike(client, dev, excepted, ({ status }) => status < 300)),
    ]),
    check('another control refuses as everywhere', [
      ...(await unlike(client, dev, other, isRefusedBy(other))),
    ]),
    check('the environment beside it refuses both', [
      ...(await unlike(client, prod, excepted, isRefusedBy(excepted))),
      ...(await unlike(client, prod, other, isRefusedBy(other))),
    ]),
    await isProvedAsFar(client, dev),
  ];
  for (const { namespace } of [dev, prod]) await leave(client, namespace);
  return checks;
}

function controlOf(id: string): Control {
  const control = findControl(id);
  if (!control) throw new Error(`there is no control ${id}`);
  return control;
}

function check(name: string, problems: readonly string[]): Check {
  return { name: `excepting: ${name}`, ...problemOf(problems) };
}

function kiosk(cluster: string): Tenant {
  return unwrap(
    validateTenant({
      apiVersion: 'tenantry.dev/v1',
      kind: 'Tenant',
      metadata: { name: 'kiosk' },
      spec: {
        title: 'Kiosk',
        owner: 'group:default/kiosk',
        access: { admins: ['kiosk-leads'], developers: ['kiosk-devs'] },
        profile: 'hardened',
        size: 'small',
        environments: [
          { name: 'dev', cluster },
          { name: 'prod', cluster },
        ],
      },
    }),
  );
}

type Told = Answer & { readonly title: string };

/** One way of each attack that a rule refuses and that needs nothing in place. */
async function answersTo(
  client: ClusterClient,
  stage: Stage,
  { attacks }: Control,
): Promise<Told[]> {
  const cast = castOf(stage);
  const told: Told[] = [];
  for (const attack of attacks) {
    if (attack.proof !== 'api' || !(attack.where?.(stage) ?? true)) continue;
    const attempt = attack.attempts(stage).find(isForRule(attack));
    const as = attempt && cast[attempt.as ?? attack.as];
    if (!attempt || !as) continue;
    const answer = await client.send(attempt.attack, { as, dryRun: true });
    told.push({ ...answer, title: attack.title });
  }
  return told;
}

function isForRule({ by }: ApiAttack) {
  return (attempt: Attempt): boolean =>
    (attempt.by ?? by) === 'rule' &&
    attempt.attack.verb === 'create' &&
    !attempt.given &&
    !attempt.fills &&
    !attempt.twinAs;
}

function isRefusedBy({ id }: Control) {
  return ({ status, message }: Answer): boolean =>
    status >= 400 && message.includes(`${id}: `);
}

const leastTried = 3;

async function unlike(
  client: ClusterClient,
  stage: Stage,
  control: Control,
  isRight: (answer: Answer) => boolean,
): Promise<string[]> {
  const answers = await answersTo(client, stage, control);
  return [
    ...(answers.length < leastTried
      ? [`only ${answers.length} attacks were tried`]
      : []),
    ...answers
      .filter(answer => !isRight(answer))
      .map(
        ({ title, status, message }) =>
          `${control.id}, ${title}: ${status} ${message}`,
      ),
  ];
}

/** What is in force is proved as everywhere; what is excepted isn't tried, and says why. */
async function isProvedAsFar(
  client: ClusterClient,
  stage: Stage,
): Promise<Check> {
  const { results, elsewhere } = await prove(client, stage, {
    controls: [excepted, other],
  });
  const reason = notInForce(excepted, stage);
  const waiting = elsewhere.filter(({ control }) => control === excepted.id);
  const wrong = results.filter(
    ({ control, verdict }) =>
      control !== other.id || (verdict !== 'refused' && verdict !== 'skipped'),
  );
  return check('a proof tries what is in force, and says why not the rest', [
    ...(results.length < leastTried ? ['nothing was tried'] : []),
    ...(waiting.length === excepted.attacks.length &&
    waiting.every(each => each.reason === reason)
      ? []
      : [`not all of ${excepted.id} waits`]),
    ...wrong.map(
      ({ control, title, verdict }) => `${control}: ${title}: ${verdict}`,
    ),
  ]);
}
