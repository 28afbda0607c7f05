import { plain, table } from '@tenantry/gitops';
import { dispositions } from '../disposition';
import type { Disposition, Effect } from '../disposition';
import { kubernetesVersion } from '../rights/kubernetes';
import type { ImportReport } from './report';
import { commonMatters, tenantSections } from './tenantSections';
import { bullets, count, listed, paragraphs } from './words';

/** What a reader has to know of each disposition, in a few words. */
const meaning: Readonly<Record<Disposition, string>> = {
  unreadable: 'nobody can read it; it stays',
  weaker: 'allows what the profile does not',
  inexpressible: 'no tenant file can say it',
  overridden: 'has a counterpart of ours with other values',
  extra: 'has no counterpart and takes nothing from the profile',
  exact: 'rendering says everything it says',
  untouched:
    'no guard-rail, or of a namespace that is not adopted: its file stays byte for byte',
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
  const sections = [
    heading(report),
    clusterSection(report),
    refusedSection(report),
    mattersSection(report),
    rolesSection(report),
    suggestionsSection(report),
    ...tenantSections(report.tenants, commonMatters(report), most),
    restSection(report),
  ];
  return `${paragraphs(...sections)}\n`;
}

function heading({ adopt, until, counts, tenants, refused }: ImportReport) {
  const namespaces = tenants.flatMap(tenant => tenant.namespaces);
  const total = Object.values(counts).reduce((sum, number) => sum + number, 0);
  return paragraphs(
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
    `${total} in all; each is in the JSON form of this report, with file and line.`,
  );
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
  const cut = namespaces.filter(one => one.cutOff.length > 0);
  const unguarded = namespaces.filter(
    ({ isolation }) => isolation.egress === 'internet',
  ).length;
  return paragraphs(
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
      ...changed.map(
        what =>
          `changed: ${what}; take it out of its own file, or two appliers will change it in turn`,
      ),
    ]),
    unguarded > 0
      ? `${count(
          unguarded,
          'namespace',
        )} have no NetworkPolicy that closes egress: unless a plug-in's own policy does, enforcing is the first that closes it.`
      : '',
    cut.length > 0
      ? `Enforcing cuts off calls between namespaces in ${listed(
          cut.map(one => one.namespace),
        )}; see there.`
      : '',
    opened.length > 0
      ? `Enforcing opens what is closed now in ${listed(
          opened.map(one => one.namespace),
        )}; see there.`
      : '',
  );
}

function refusedSection({ refused }: ImportReport) {
  if (refused.length === 0) return '';
  return paragraphs(
    "## Can't be adopted",
    bullets(
      refused.map(({ namespace, reason, objects, unreadable }) => {
        const broken =
          unreadable.length > 0 ? `, ${unreadable.length} unreadable` : '';
        return `**${namespace}** (${count(
          objects.length,
          'object',
        )}${broken}): ${plain(reason)}`;
      }),
    ),
  );
}

function mattersSection({ matters }: ImportReport) {
  const told = matters.filter(
    ({ disposition }) => disposition !== 'exact' && disposition !== 'untouched',
  );
  if (told.length === 0) return '';
  return paragraphs(
    '## The same in many places',
    'The worst first. Under `enforce`, rows with ✂ take away something that works now.',
    table(
      ['namespaces', 'what', 'control', 'for example'],
      told.map(({ namespaces, disposition, matter, control, tightens }) => [
        `${namespaces.length}`,
        `${disposition}: ${plain(matter)}${tightens ? ' ✂' : ''}`,
        control ?? '',
        listed(namespaces, 2),
      ]),
    ),
  );
}

function rolesSection({ roles }: ImportReport) {
  return roles
    .map(({ role, ours, bindings, lost, gained, meaningless }) =>
      paragraphs(
        `## Rights: ClusterRole ${role}, ${ours} in its place (${count(
          bindings,
          'binding',
        )})`,
        `${ours} doesn't give:`,
        bullets(lost.map(plain)),
        gained.length > 0
          ? `It gives besides:\n\n${bullets(gained.map(plain))}`
          : '',
        meaningless.length > 0
          ? `${role} lists others that give nothing on Kubernetes ${kubernetesVersion}: of API groups that are gone, and verbs that a resource doesn't have.`
          : '',
      ),
    )
    .join('\n\n');
}

function suggestionsSection({ suggestions }: ImportReport) {
  const { supportGroups, sizes, profiles } = suggestions;
  const lines = [
    ...supportGroups.map(
      ({ group, role, namespaces, owners }) =>
        `\`supportGroups: { group: ${plain(
          group,
        )}, role: ${role} }\`: bound in ${namespaces} namespaces of ${owners} owners. It would have the role in **every** environment; until then its own bindings stay.`,
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

function restSection({ others, unreadable, empty }: ImportReport) {
  const lines = [
    ...unreadable.map(
      ({ place, reason }) =>
        `unreadable: ${plain(place.file)}:${place.line}, for ${plain(reason)}`,
    ),
    ...others.map(
      ({ kind, name, place }) =>
        `${plain(kind)} ${plain(name)} (${plain(place.file)}:${
          place.line
        }) belongs to no namespace; it stays`,
    ),
    ...(empty.length > 0
      ? [`${count(empty.length, 'document')} without contents stay`]
      : []),
  ];
  return lines.length > 0 ? ['## The rest', bullets(lines)].join('\n\n') : '';
}
