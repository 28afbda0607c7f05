import { dispositions } from '../disposition';
import { kubernetesVersion } from '../rights/kubernetes';
import type { Disposition, Effect, ObjectReport } from '../disposition';
import type {
  AdoptedNamespaceReport,
  ImportReport,
  TenantReport,
} from './report';

/** What a reader has to know of each disposition, in a few words. */
const meaning: Readonly<Record<Disposition, string>> = {
  unreadable: 'nobody can read it; it stays',
  weaker: 'allows what the profile does not',
  inexpressible: 'no tenant file can say it',
  overridden: 'has a counterpart of ours with other values',
  extra: 'has no counterpart and takes nothing from the profile',
  exact: 'rendering says everything it says',
  untouched: 'no guard-rail: its file stays byte for byte',
};

/** What the chosen way to adopt means, before any figure. */
const promises: Readonly<Record<ImportReport['adopt'], string>> = {
  identical:
    'Environments are observed. No object that was found changes, but for labels and annotations that each Namespace gains; what is added only adds. Nothing that works now is refused by merging.',
  widen:
    'Environments are enforced. What an object allows now stays allowed: ours replace those that they have room for, the others stay beside them. What nothing bounded before is bounded now.',
  enforce:
    'Environments are enforced, and objects that allow more than their profile are taken away. What they allowed stops working.',
};

export interface ReportOptions {
  /** Tenants told one by one, the worst first; the others are counted. Default: all. */
  readonly most?: number;
}

/**
 * The report as Markdown, for whoever decides about merging: what happens on the cluster, what can't be adopted, what is the
 * same everywhere (once, with a count), what the platform could offer, and then the tenants, the worst first.
 */
export function formatReport(
  report: ImportReport,
  { most = Infinity }: ReportOptions = {},
): string {
  const tenants = [...report.tenants].sort(
    (left, right) =>
      badness(right) - badness(left) || (left.name < right.name ? -1 : 1),
  );
  const sections = [
    heading(report),
    clusterSection(report),
    refusedSection(report),
    mattersSection(report),
    rolesSection(report),
    suggestionsSection(report),
    ...tenantSections(tenants, commonMatters(report), most),
    restSection(report),
  ];
  return `${sections.filter(section => section !== '').join('\n\n')}\n`;
}

function heading({ adopt, until, counts, tenants, refused }: ImportReport) {
  const namespaces = tenants.flatMap(tenant => tenant.namespaces);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `# Adopting ${count(namespaces.length, 'namespace')} as ${count(
      tenants.length,
      'tenant',
    )}`,
    `\`--adopt ${adopt}\`${
      until === undefined || adopt !== 'identical'
        ? ''
        : `, observed until ${until}`
    }: ${promises[adopt]}`,
    refused.length > 0
      ? `${count(
          refused.length,
          'namespace',
        )} can't be adopted and stay what they are.`
      : '',
    table(
      ['of objects', 'are', 'that is'],
      dispositions
        .filter(disposition => counts[disposition] > 0)
        .map(disposition => [
          `${counts[disposition]}`,
          `**${disposition}**`,
          meaning[disposition],
        ]),
    ),
    `${total} in all; each is in this report${
      total === 0 ? '' : ', or in its JSON form with file and line'
    }.`,
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

/** The first question: what happens by merging. */
function clusterSection({ tenants }: ImportReport) {
  const namespaces = tenants.flatMap(tenant => tenant.namespaces);
  const objects = namespaces.flatMap(namespace => namespace.objects);
  const effects: [Effect, string][] = [
    ['stays', 'stay as they are'],
    ['marked', 'Namespaces gain labels and annotations'],
    ['replaced', 'are replaced by ours, which say the same or allow more'],
    ['removed', 'are taken away, and with them what they allowed'],
  ];
  const added = new Map<string, number>();
  for (const { kind, name } of namespaces.flatMap(one => one.added))
    added.set(`${kind} ${name}`, (added.get(`${kind} ${name}`) ?? 0) + 1);
  const changed = namespaces.flatMap(one =>
    one.collisions.map(what => `${one.namespace}: ${what}`),
  );
  const opened = namespaces.filter(one => one.opened.length > 0);
  const unguarded = namespaces.filter(
    ({ isolation }) => isolation.egress === 'internet',
  ).length;
  return [
    '## What merging does on the cluster',
    bullets([
      ...effects.flatMap(([effect, words]) => {
        const number = objects.filter(
          object => object.effect === effect,
        ).length;
        return number > 0 ? [`${number} ${words}`] : [];
      }),
      ...[...added]
        .sort(([, left], [, right]) => right - left)
        .slice(0, 20)
        .map(
          ([what, number]) => `new in ${count(number, 'namespace')}: ${what}`,
        ),
      ...changed.map(what => `changed, though it has ours' name: ${what}`),
    ]),
    unguarded > 0
      ? `${count(
          unguarded,
          'namespace',
        )} can reach every address now: enforcing is the first that closes egress.`
      : '',
    opened.length > 0
      ? `Enforcing opens what is closed now in ${listed(
          opened.map(one => one.namespace),
        )}; see there.`
      : '',
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function refusedSection({ refused }: ImportReport) {
  if (refused.length === 0) return '';
  return [
    "## Can't be adopted",
    bullets(
      refused.map(
        ({ namespace, reason, objects }) =>
          `**${namespace}** (${count(objects.length, 'object')}): ${reason}`,
      ),
    ),
  ].join('\n\n');
}

function mattersSection({ matters }: ImportReport) {
  const told = matters.filter(
    ({ disposition }) => disposition !== 'exact' && disposition !== 'untouched',
  );
  if (told.length === 0) return '';
  return [
    '## The same in many places',
    'The worst first. Under `enforce`, rows with ✂ take away something that works now.',
    table(
      ['namespaces', 'what', 'control', 'for example'],
      told.map(({ namespaces, disposition, matter, control, tightens }) => [
        `${namespaces.length}`,
        `${disposition}: ${matter}${tightens ? ' ✂' : ''}`,
        control ?? '',
        listed(namespaces, 2),
      ]),
    ),
  ].join('\n\n');
}

function rolesSection({ roles }: ImportReport) {
  return roles
    .map(({ role, ours, bindings, lost, gained, meaningless }) =>
      [
        `## Rights: ClusterRole ${role}, ${ours} in its place (${count(
          bindings,
          'binding',
        )})`,
        `${ours} doesn't give:`,
        bullets(lost),
        gained.length > 0 ? `It gives besides:\n\n${bullets(gained)}` : '',
        meaningless.length > 0
          ? `${role} lists others that give nothing on Kubernetes ${kubernetesVersion}: of API groups that are gone, and verbs that a resource doesn't have.`
          : '',
      ]
        .filter(part => part !== '')
        .join('\n\n'),
    )
    .join('\n\n');
}

function suggestionsSection({ suggestions }: ImportReport) {
  const { supportGroups, sizes, profiles } = suggestions;
  const lines = [
    ...supportGroups.map(
      ({ group, role, namespaces, owners }) =>
        `\`supportGroups: { group: ${group}, role: ${role} }\`: bound in ${namespaces} namespaces of ${owners} owners. It would have the role in **every** environment; until then its own bindings stay.`,
    ),
    ...profiles.map(
      ({ name, namespaces, profile }) =>
        `profile ${name} (${profile.podSecurity}, egress ${
          profile.egress
        }): ${count(namespaces, 'namespace')} have exactly this`,
    ),
    ...sizes.map(
      ({ name, namespaces }) =>
        `size ${name}: ${count(namespaces, 'namespace')} have exactly this`,
    ),
  ];
  return lines.length > 0
    ? ['## What `platform.yaml` could offer', bullets(lines)].join('\n\n')
    : '';
}

/** Matters that more than a fifth of all namespaces have: told once is enough. */
function commonMatters({ matters, tenants }: ImportReport): Set<string> {
  const all = tenants.flatMap(({ namespaces }) => namespaces).length;
  return new Set(
    all < 10
      ? []
      : matters
          .filter(({ namespaces }) => namespaces.length * 5 > all)
          .map(({ matter }) => matter),
  );
}

/** Tenants that have something of their own to tell, then the names of the others. */
function tenantSections(
  tenants: readonly TenantReport[],
  common: ReadonlySet<string>,
  most: number,
): string[] {
  const own = tenants.map(tenant => withoutMatters(tenant, common));
  const telling = own.filter(hasToTell);
  const silent = own.filter(tenant => !hasToTell(tenant));
  return [
    ...telling.slice(0, most).map(tenantSection),
    telling.length > most
      ? `… and ${count(
          telling.length - most,
          'tenant',
        )} more with something to tell.`
      : '',
    silent.length > 0
      ? `## Nothing but what is the same in many places\n\n${listed(
          silent.map(({ name }) => name).sort(),
          Infinity,
        )}`
      : '',
  ];
}

function withoutMatters(
  tenant: TenantReport,
  common: ReadonlySet<string>,
): TenantReport {
  return {
    ...tenant,
    namespaces: tenant.namespaces.map(namespace => ({
      ...namespace,
      objects: namespace.objects.map(object => ({
        ...object,
        notes: object.notes.filter(({ matter }) => !common.has(matter)),
      })),
    })),
  };
}

function hasToTell({ doubts, namespaces }: TenantReport): boolean {
  return (
    doubts.length > 0 ||
    namespaces.some(
      ({ objects, opened, unreadable }) =>
        opened.length > 0 ||
        unreadable.length > 0 ||
        objects.some(({ notes }) => notes.length > 0),
    )
  );
}

function tenantSection({
  name,
  title,
  owner,
  doubts,
  namespaces,
}: TenantReport) {
  return [
    `## ${name}`,
    `${title}, ${owner}`,
    doubts.length > 0 ? `To confirm:\n\n${bullets(doubts)}` : '',
    ...namespaces.map(namespaceSection),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function namespaceSection(report: AdoptedNamespaceReport) {
  const { environment, namespace, profile, size, objects } = report;
  const told = objects
    .filter(({ notes }) => notes.length > 0)
    .sort(
      (left, right) =>
        dispositions.indexOf(left.disposition) -
        dispositions.indexOf(right.disposition),
    );
  const silent = objects.length - told.length;
  return [
    `### ${environment}: namespace ${namespace}, profile ${profile}, size ${size}`,
    bullets([
      ...told.map(objectLine),
      ...report.opened.map(
        ({ control, detail }) => `enforcing opens (${control}): ${detail}`,
      ),
      ...report.unreadable.map(
        ({ place, reason }) =>
          `unreadable: ${place.file}:${place.line}, for ${reason}`,
      ),
      ...(silent > 0
        ? [
            `${count(silent, 'object')} with nothing to tell: ${summary(
              objects.filter(({ notes }) => notes.length === 0),
            )}`,
          ]
        : []),
    ]),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function objectLine({
  kind,
  name,
  place,
  disposition,
  effect,
  notes,
}: ObjectReport) {
  const what = notes
    .map(
      ({ control, matter, detail }) =>
        `${matter}${control === undefined ? '' : ` (${control})`}: ${detail}`,
    )
    .join('; ');
  return `**${disposition}**, ${effect}: ${kind} ${name} (${place.file}:${place.line}): ${what}`;
}

function restSection({ others, unreadable, empty }: ImportReport) {
  const lines = [
    ...unreadable.map(
      ({ place, reason }) =>
        `unreadable: ${place.file}:${place.line}, for ${reason}`,
    ),
    ...others.map(
      ({ kind, name, place }) =>
        `${kind} ${name} (${place.file}:${place.line}) belongs to no namespace; it stays`,
    ),
    ...(empty.length > 0
      ? [`${count(empty.length, 'document')} without contents stay`]
      : []),
  ];
  return lines.length > 0 ? ['## The rest', bullets(lines)].join('\n\n') : '';
}

/** How much there is to decide about a tenant. */
function badness({ namespaces, doubts }: TenantReport): number {
  const objects = namespaces.flatMap(namespace => namespace.objects);
  const weight = (asked: Disposition, each: number) =>
    each * objects.filter(({ disposition }) => disposition === asked).length;
  return (
    namespaces.flatMap(({ unreadable }) => unreadable).length * 1_000 +
    namespaces.flatMap(({ opened }) => opened).length * 20 +
    weight('weaker', 10) +
    weight('inexpressible', 10) +
    weight('overridden', 1) +
    doubts.length
  );
}

function summary(objects: readonly ObjectReport[]): string {
  return dispositions
    .map(
      disposition =>
        [
          disposition,
          objects.filter(object => object.disposition === disposition).length,
        ] as const,
    )
    .filter(([, number]) => number > 0)
    .map(([disposition, number]) => `${number} ${disposition}`)
    .join(', ');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 || what === 'more' ? '' : 's'}`;
}

function listed(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return `${names.slice(0, most).join(', ')}${
    rest > 0 ? ` and ${rest} more` : ''
  }`;
}

function bullets(lines: readonly string[]): string {
  return lines.map(line => `- ${oneLine(line)}`).join('\n');
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map(cell => oneLine(cell).replaceAll('|', '\\|'))
      .join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

/** What the input says is text and no markup: no line breaks, HTML, mentions or links. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/!\[/g, '! [');
}
