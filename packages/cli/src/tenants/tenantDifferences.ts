import { isDeepStrictEqual } from 'node:util';
import type { Environment, Tenant } from '@tenantry/model';

/** What differs between two states of a tenant, a line each: `~ size: medium → large`, `+ environment test on dev-1`. */
export function tenantDifferences(before: Tenant, after: Tenant): string[] {
  const { environments: had, access: hadAccess, ...old } = before.spec;
  const { environments: has, access: hasAccess, ...new_ } = after.spec;
  const gone = had.filter(({ name }) => !has.some(now => now.name === name));
  const come = has.filter(({ name }) => !had.some(then => then.name === name));
  return [
    ...fieldDifferences('', old, new_),
    ...fieldDifferences('access.', hadAccess, hasAccess),
    ...has.flatMap(environment => {
      const then = had.find(({ name }) => name === environment.name);
      return then
        ? fieldDifferences(`environments.${then.name}.`, then, environment)
        : [];
    }),
    ...come.map(environment => `+ ${placed(environment)}`),
    ...gone.map(environment => `- ${placed(environment)}`),
  ];
}

function placed({ name, cluster }: Environment): string {
  return `environment ${name} on ${cluster}`;
}

function fieldDifferences(
  prefix: string,
  before: object,
  after: object,
): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const new_ = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...new_.keys()])]
    .filter(key => !isDeepStrictEqual(old.get(key), new_.get(key)))
    .map(
      key => `~ ${prefix}${key}: ${difference(old.get(key), new_.get(key))}`,
    );
}

function difference(old: unknown, new_: unknown): string {
  if (!Array.isArray(old) || !Array.isArray(new_))
    return `${shown(old)} → ${shown(new_)}`;
  const [before, after] = [old.map(shown), new_.map(shown)];
  const parts = [
    ...after
      .filter(entry => !before.includes(entry))
      .map(entry => `+ ${entry}`),
    ...before
      .filter(entry => !after.includes(entry))
      .map(entry => `- ${entry}`),
  ];
  return parts.join(', ') || 'in another order';
}

/** As it is typed: `203.0.113.0/24:443`, `ledger/prod:8443`. */
function shown(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value !== 'object' || value === null) return String(value);
  const { ports, ...rest }: { ports?: readonly unknown[] } = { ...value };
  const named = Object.values(rest).join('/');
  return ports ? `${named}:${ports.join(',')}` : named;
}
