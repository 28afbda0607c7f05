import { castOf, serviceAccount } from '@tenantry/cluster';
import type { Answer } from '@tenantry/cluster';
import { registry } from '@tenantry/controls';
import type { Control, FlowRequest, Stage } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from './arena';
import { mutantsOf } from './mutants';
import type { Mutant } from './mutants';
import { attacksOf } from './oracle';
import type { OracleResult } from './oracle';
import { problemOf } from './problemOf';

/** A change of a flow counts within moments. */
const patienceMs = 10_000;

/**
 * Every attack that is about the flow in which the API server counts a request, whatever becomes of the request; then
 * once more without each part of their controls, which some attack must notice.
 */
export async function checkFlows(
  arena: Arena,
  controls: readonly Control[] = registry,
): Promise<OracleResult[]> {
  const results = await askAll(arena, controls);
  const mutants = controls
    .filter(({ attacks }) => attacks.some(({ proof }) => proof === 'flow'))
    .flatMap(control => mutantsOf({ ...control, assumed: [] }, arena.stages))
    .filter(({ kind }) => kind === 'contribution');
  for (const mutant of mutants) results.push(await without(mutant, arena));
  return results;
}

async function askAll(
  arena: Arena,
  controls: readonly Control[],
): Promise<OracleResult[]> {
  const names = await namesOfFlows(arena);
  const results: OracleResult[] = [];
  for (const stage of arena.stages)
    for (const { control, attack } of attacksOf('flow', stage, controls)) {
      const { row, title, flow } = attack;
      const wanted = flow(stage);
      const found = namesIn(await ask(arena, stage, attack.attack), names);
      const twin = namesIn(await ask(arena, stage, attack.twin), names);
      const problems = [
        ...(found.schema === wanted.schema && found.level === wanted.level
          ? []
          : [
              `counts in ${found.schema} of ${found.level}, not in ${wanted.schema} of ${wanted.level}`,
            ]),
        ...(twin.schema === wanted.schema
          ? [`its twin counts in ${twin.schema} as well`]
          : []),
      ];
      results.push({
        control,
        row,
        title,
        where: stage.namespace,
        ...problemOf(problems),
      });
    }
  return results;
}

async function ask(
  { client }: Arena,
  stage: Stage,
  { as: who, request }: FlowRequest,
): Promise<Answer> {
  const as =
    typeof who === 'string'
      ? castOf(stage)[who]
      : serviceAccount(stage.namespace, who.serviceAccount);
  if (!as) throw new Error(`nobody is ${String(who)} in ${stage.namespace}`);
  const wanted = request(stage);
  return 'path' in wanted
    ? client.get(wanted.path, { as })
    : client.send(wanted, { as });
}

function namesIn({ flow }: Answer, names: ReadonlyMap<string, string>) {
  const nameOf = (uid = '') => names.get(uid) ?? `an unknown flow ${uid}`;
  return { schema: nameOf(flow?.schema), level: nameOf(flow?.level) };
}

interface List {
  readonly items?: readonly {
    readonly metadata: { readonly name: string; readonly uid: string };
  }[];
}

/** What an answer names by UID. */
async function namesOfFlows({ client }: Arena): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const resource of ['flowschemas', 'prioritylevelconfigurations']) {
    const path = `/apis/flowcontrol.apiserver.k8s.io/v1/${resource}`;
    const { items = [] } = (await client.get(path)).body as List;
    for (const { metadata } of items) names.set(metadata.uid, metadata.name);
  }
  return names;
}

/** Leaves the part out until an attack notices, puts it back, and waits until all is well again. */
async function without(mutant: Mutant, arena: Arena): Promise<OracleResult> {
  const suspects = registry.filter(({ id }) => id === mutant.control);
  const goesWrong = async () =>
    (await askAll(arena, suspects)).some(({ problem }) => problem);
  await arena.become(
    registry.map(control =>
      control.id === mutant.control ? mutant.mutate(control) : control,
    ),
  );
  const noticed = await comesTrue(goesWrong);
  await arena.become(registry);
  const healed = await comesTrue(async () => !(await goesWrong()));
  const problems = [
    ...(noticed ? [] : ['no attack notices']),
    ...(healed ? [] : ['it was put back, and attacks still go wrong']),
  ];
  return {
    control: mutant.control,
    row: '',
    title: `without ${mutant.part}`,
    where: 'everywhere',
    ...problemOf(problems),
  };
}

async function comesTrue(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
