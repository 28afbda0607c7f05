import { plain } from '@tenantry/gitops';
import { dispositions } from '../disposition';
import type { Disposition, ObjectReport } from '../disposition';
import type {
  AdoptedNamespaceReport,
  ImportReport,
  TenantReport,
} from './report';
import { bullets, count, listed, paragraphs } from './words';

/** Matters that more than a fifth of all namespaces have: told once is enough. */
export function commonMatters({ matters, tenants }: ImportReport): Set<string> {
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
export function tenantSections(
  tenants: readonly TenantReport[],
  common: ReadonlySet<string>,
  most: number,
): string[] {
  const own = [...tenants]
    .sort(
      (left, right) =>
        badness(right) - badness(left) || (left.name < right.name ? -1 : 1),
    )
    .map(tenant => withoutMatters(tenant, common));
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
      ({ objects, opened, cutOff, unreadable }) =>
        opened.length > 0 ||
        cutOff.length > 0 ||
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
  return paragraphs(
    `## ${name}`,
    `${plain(title)}, ${plain(owner)}`,
    doubts.length > 0 ? `To confirm:\n\n${bullets(doubts.map(plain))}` : '',
    ...namespaces.map(namespaceSection),
  );
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
  return paragraphs(
    `### ${environment}: namespace ${namespace}, profile ${profile}, size ${size}`,
    bullets([
      ...told.map(objectLine),
      ...report.opened.map(
        ({ control, detail }) =>
          `enforcing opens (${control}): ${plain(detail)}`,
      ),
      ...(report.cutOff.length > 0
        ? [
            `enforcing cuts off calls to ${listed(
              report.cutOff,
            )}, which let it in; name them as peers, on both sides`,
          ]
        : []),
      ...report.unreadable.map(
        ({ place, reason }) =>
          `unreadable: ${plain(place.file)}:${place.line}, for ${plain(
            reason,
          )}`,
      ),
      ...(silent > 0
        ? [
            `${count(silent, 'object')} with nothing to tell: ${summary(
              objects.filter(({ notes }) => notes.length === 0),
            )}`,
          ]
        : []),
    ]),
  );
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
        `${plain(matter)}${
          control === undefined ? '' : ` (${control})`
        }: ${plain(detail)}`,
    )
    .join('; ');
  return `**${disposition}**, ${effect}: ${plain(kind)} ${plain(name)} (${plain(
    place.file,
  )}:${place.line}): ${what}`;
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
