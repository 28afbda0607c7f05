import {
  contributedParts,
  controlsFor,
  environmentContexts,
  expressionFor,
  howTried,
  registry,
  tenantContext,
  toYaml,
  unavailableReason,
} from '@tenantry/controls';
import type {
  Attack,
  Control,
  EnvironmentContext,
  PartialObject,
  Stage,
} from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';

/** The pages of all controls and their index, by file name. */
export function controlPages(fleet: Fleet): Map<string, string> {
  const environments = fleet.tenants.flatMap(tenant =>
    environmentContexts(tenant, fleet),
  );
  return new Map([
    ['README.md', index()],
    ...registry.map(
      control =>
        [`${control.id}.md`, page(control, environments, fleet)] as const,
    ),
  ]);
}

function index(): string {
  const rows = registry.map(
    ({ id, title, component, attacks: own }) =>
      `| ${component} | [${id}](${id}.md) | ${title} | ${own.length} |`,
  );
  return [
    '# Controls',
    '',
    'One page a control, written from the registry by `UPDATE_GOLDEN=1 npm test -- controlPages`.',
    '',
    '| protects | control | what it gives | attacks |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function page(
  control: Control,
  environments: readonly EnvironmentContext[],
  fleet: Fleet,
): string {
  const example = environments.find(
    context => controlsFor(context, [control]).length > 0,
  );
  return [
    `# ${control.title}`,
    '',
    `\`${control.id}\` · protects: ${control.component}`,
    '',
    control.why,
    '',
    ...section('Where it applies', places(control, environments)),
    ...section('What it refuses', rules(control, environments)),
    ...section(
      'What it emits',
      example ? emitted(control, example, fleet) : [],
    ),
    ...section('Attacks', attacks(control, environments, fleet)),
    ...section('What stays open', open(control)),
    ...section('Exceptions', exceptions(control)),
    ...section(
      'References',
      control.references.map(reference => `- <${reference}>`),
    ),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : [];
}

/** In which profiles and on which clusters of the example, and why not on the others. */
function places(
  control: Control,
  environments: readonly EnvironmentContext[],
): string[] {
  const lines = environments.map(context => {
    const applies = controlsFor(context, [control]).length > 0;
    const state = applies
      ? 'yes'
      : unavailableReason(control, context) ?? 'not called for';
    return `| ${context.profile.name} | ${context.cluster.metadata.name} | ${state} |`;
  });
  return [
    '| profile | cluster | applies |',
    '| --- | --- | --- |',
    ...new Set(lines),
  ];
}

function rules(
  { id, rules: own = [], mutations = [] }: Control,
  [context]: readonly EnvironmentContext[],
): string[] {
  return [
    ...own.flatMap(({ on, message, require }) => [
      `On ${[on].flat().join(', ')}: “${id}: ${message}”`,
      '',
      '```cel',
      expressionFor(require, context),
      '```',
      '',
    ]),
    ...mutations.flatMap(({ patch }) => [
      'A pod that leaves it open gets it set:',
      '',
      '```cel',
      expressionFor(patch, context),
      '```',
      '',
    ]),
  ];
}

/** Its share of the objects of one environment; policies are left to the section above. */
function emitted(
  control: Control,
  context: EnvironmentContext,
  fleet: Fleet,
): string[] {
  const tenant = tenantContext(
    context.tenant,
    environmentContexts(context.tenant, fleet),
    fleet,
  );
  const objects = contributedParts(control, context, tenant)
    .map(({ object }) => object)
    .filter(({ kind }) => !/Policy(Binding)?$/.test(kind) || isNetwork(kind));
  if (objects.length === 0) return [];
  return [
    `For ${context.tenant.metadata.name}/${context.environment.name}, profile ${context.profile.name}:`,
    '',
    '```yaml',
    objects.map(toYaml).join('---\n').trimEnd(),
    '```',
  ];
}

function isNetwork(kind: PartialObject['kind']): boolean {
  return kind.endsWith('NetworkPolicy');
}

function attacks(
  control: Control,
  environments: readonly EnvironmentContext[],
  fleet: Fleet,
): string[] {
  return [
    '| row | attempt | tried |',
    '| --- | --- | --- |',
    ...control.attacks.map(
      attack =>
        `| ${attack.row} | ${attack.title} | ${how(
          attack,
          environments,
          fleet,
        )} |`,
    ),
  ];
}

function how(
  attack: Attack,
  environments: readonly EnvironmentContext[],
  fleet: Fleet,
): string {
  if (attack.proof !== 'api') return howTried(attack);
  const context = environments.find(
    environment => attack.where?.(environment) ?? true,
  );
  const routes = context
    ? attack.attempts(stageOf(context, fleet)).map(({ route }) => route)
    : [];
  return `${howTried(attack)}: ${routes.join(', ')}`;
}

function stageOf(context: EnvironmentContext, fleet: Fleet): Stage {
  const neighbour =
    fleet.tenants.find(
      ({ metadata }) => metadata.name !== context.tenant.metadata.name,
    ) ?? context.tenant;
  return {
    ...context,
    neighbour: {
      tenant: neighbour.metadata.name,
      namespace: `${neighbour.metadata.name}-prod`,
      adminGroups: neighbour.spec.access.admins,
    },
  };
}

function exceptions({ whenExcepted }: Control): string[] {
  return [
    whenExcepted === undefined
      ? "It can't be switched off for an environment."
      : `It can be [switched off](../exceptions.md) for an environment. Then ${whenExcepted}.`,
  ];
}

function open({
  leavesOpen = [],
  assumed = [],
  attacks: own,
}: Control): string[] {
  return [
    ...leavesOpen.map(text => `- ${text}`),
    ...own.flatMap(attack =>
      attack.proof === 'none'
        ? [`- Not proved here: ${attack.title} (${attack.row}). ${attack.why}`]
        : [],
    ),
    ...assumed.map(
      ({ part, why }) =>
        `- Not noticed by any attack if left out: ${part}. ${why}`,
    ),
  ];
}
