import { clusterRoleName } from '@tenantry/controls';
import type { Role, Tenant } from '@tenantry/model';
import type { Adoption } from '../adopt';
import { dispositions, judged } from '../disposition';
import type { Disposition, ObjectReport } from '../disposition';
import { standInOf } from '../people';
import type {
  FoundNamespace,
  FoundNamespaces,
  FoundObject,
} from '../read/readNamespaces';
import { rightWords } from '../rights/rights';
import type { Right } from '../rights/rights';
import { compareRights, isRole, roleRefOf } from '../rights/roles';
import type { RoleBook } from '../rights/roles';
import type { Suggestions } from '../suggest';
import { objectReport } from './objectReport';
import type {
  AdoptedNamespaceReport,
  ImportReport,
  Matter,
  RoleReport,
  TenantReport,
} from './report';

/** A tenant that can be adopted, and what becomes of its namespaces. */
export interface AdoptedTenant {
  readonly tenant: Tenant;
  readonly doubts: readonly string[];
  readonly namespaces: readonly AdoptedNamespaceReport[];
}

/** A namespace that stays what it is, with the reason. */
export interface Refused {
  readonly namespace: FoundNamespace;
  readonly reason: string;
}

interface Parts {
  readonly adopt: Adoption;
  readonly until?: string;
  readonly found: FoundNamespaces;
  readonly adopted: readonly AdoptedTenant[];
  readonly refused: readonly Refused[];
  readonly suggestions: Suggestions;
  readonly book: RoleBook;
  readonly ours: Readonly<Record<Role, readonly Right[]>>;
}

/** Puts together what was found out: every object of the input once. */
export function buildReport(parts: Parts): ImportReport {
  const { adopt, until, found, adopted, suggestions } = parts;
  const tenants = adopted.map(
    ({ tenant, doubts, namespaces }): TenantReport => ({
      name: tenant.metadata.name,
      title: tenant.spec.title,
      owner: tenant.spec.owner,
      doubts,
      namespaces,
    }),
  );
  const refused = parts.refused.map(({ namespace, reason }) => ({
    namespace: namespace.name,
    reason,
    objects: namespace.objects.map(unchanged),
    unreadable: namespace.unreadable,
  }));
  const others = found.others.map(unchanged);
  const inNamespaces = tenants.flatMap(({ namespaces }) => namespaces);
  const objects = [
    ...inNamespaces.flatMap(namespace => namespace.objects),
    ...refused.flatMap(namespace => namespace.objects),
    ...others,
  ];
  const unreadable = [
    ...found.unreadable,
    ...found.namespaces.flatMap(namespace => namespace.unreadable),
  ].length;
  return {
    adopt,
    ...(until === undefined ? {} : { until }),
    counts: countsOf(objects, unreadable),
    tenants,
    refused,
    others,
    unreadable: found.unreadable,
    empty: found.empty,
    matters: mattersIn(tenants),
    roles: rolesIn(parts),
    suggestions,
  };
}

/** An object that nobody adopts stays as it is. */
function unchanged(found: FoundObject): ObjectReport {
  return objectReport(judged(found, [], 'untouched'), 'stays');
}

function countsOf(
  objects: readonly ObjectReport[],
  unreadable: number,
): Record<Disposition, number> {
  const count = (asked: Disposition) =>
    objects.filter(({ disposition }) => disposition === asked).length;
  return {
    unreadable: unreadable + count('unreadable'),
    weaker: count('weaker'),
    inexpressible: count('inexpressible'),
    overridden: count('overridden'),
    extra: count('extra'),
    exact: count('exact'),
    untouched: count('untouched'),
  };
}

/** The same matter in many namespaces is told once: the worst first, then the most frequent. */
function mattersIn(tenants: readonly TenantReport[]): Matter[] {
  const matters = new Map<
    string,
    Matter & { objects: number; names: Set<string>; tightens: boolean }
  >();
  for (const { namespaces } of tenants)
    for (const { namespace, objects } of namespaces)
      for (const { notes } of objects)
        for (const { disposition, control, matter, tightens } of notes) {
          const key = `${disposition} ${control ?? ''} ${matter}`;
          const known = matters.get(key) ?? {
            disposition,
            ...(control === undefined ? {} : { control }),
            matter,
            objects: 0,
            namespaces: [],
            names: new Set<string>(),
            tightens: false,
          };
          matters.set(key, {
            ...known,
            objects: known.objects + 1,
            names: known.names.add(namespace),
            tightens: known.tightens || tightens === true,
          });
        }
  return Array.from(matters.values(), ({ names, ...matter }) => ({
    ...matter,
    namespaces: [...names].sort(),
  })).sort(
    (left, right) =>
      dispositions.indexOf(left.disposition) -
        dispositions.indexOf(right.disposition) ||
      right.namespaces.length - left.namespaces.length ||
      (left.matter < right.matter ? -1 : 1),
  );
}

/** Each role that bindings give to people and ours stands in for, compared once. */
function rolesIn({ found, book, ours }: Parts): RoleReport[] {
  const bindings = new Map<string, { role: Role; count: number }>();
  for (const { object } of found.namespaces.flatMap(({ objects }) => objects)) {
    const role = isRole(object, 'RoleBinding') ? standInOf(object) : undefined;
    const name = roleRefOf(object)?.name;
    if (!role || name === undefined || name === clusterRoleName(role)) continue;
    const known = bindings.get(name) ?? { role, count: 0 };
    bindings.set(name, { role, count: known.count + 1 });
  }
  return Array.from(bindings, ([name, { role, count }]) => {
    const change = compareRights(book.clusterRole(name) ?? [], ours[role]);
    return {
      role: name,
      ours: clusterRoleName(role),
      bindings: count,
      lost: rightWords(change.lost),
      gained: rightWords(change.gained),
      meaningless: rightWords(change.meaningless.map(({ right }) => right)),
    };
  });
}
