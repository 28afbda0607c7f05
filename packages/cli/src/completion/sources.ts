import { registry } from '@tenantry/controls';
import { clusterPath, platformPath, tenantPath } from '@tenantry/gitops';
import { parsePlatform, parseTenant } from '@tenantry/model';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainable } from '../explain/explanations';
import { settable } from '../tenants/settable';
import type { Candidate } from './candidate';

/** Where the words come from, and how far the one being typed is. */
export interface SourceInput {
  /** The repository. */
  readonly directory: string;
  readonly current: string;
  /** The words beside the options that stand before. */
  readonly operands: readonly string[];
}

type Source = (input: SourceInput) => readonly Candidate[];

/**
 * The words for an option or argument, by its name or by what stands for its value. A verb that calls them the same gets
 * them without doing anything; one for which there is no source is left to the person.
 */
export const sources: Readonly<Record<string, Source>> = {
  tenant: ({ directory }) =>
    namesIn(directory, 'tenants', name => tenantPath(name)),
  cluster: ({ directory }) =>
    namesIn(directory, 'clusters', name => clusterPath(name)),
  control: () => registry.map(({ id, title }) => ({ word: id, says: title })),
  profile: ({ directory }) => offered(directory, 'profiles'),
  size: ({ directory }) => offered(directory, 'sizes'),
  environment: placements,
  'tenant/environment': environmentsOfTenants,
  what: explained,
  change: changesOf,
};

/** Cheap: the names of folders, of those that hold the file. */
function namesIn(
  directory: string,
  folder: string,
  pathOf: (name: string) => string,
): Candidate[] {
  const place = join(directory, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter(name => existsSync(join(directory, pathOf(name))))
    .sort()
    .map(word => ({ word }));
}

function offered(directory: string, what: 'profiles' | 'sizes'): Candidate[] {
  const file = join(directory, platformPath);
  if (!existsSync(file)) return [];
  const platform = parsePlatform(readFileSync(file, 'utf8'));
  return platform.ok
    ? Object.entries(platform.value.spec[what]).map(([word, { summary }]) => ({
        word,
        says: summary,
      }))
    : [];
}

/** `dev@dev-1`: the name is the person's, the cluster one of those there are. */
function placements({ directory, current }: SourceInput): Candidate[] {
  const at = current.indexOf('@');
  return at < 0
    ? ['dev', 'test', 'prod'].map(name => ({ word: `${name}@`, more: true }))
    : namesIn(directory, 'clusters', clusterPath).map(({ word }) => ({
        word: `${current.slice(0, at)}@${word}`,
      }));
}

/** `payments/dev`: tenants first, then the environments of the one that is named. */
function environmentsOfTenants(input: SourceInput): Candidate[] {
  const { current, directory } = input;
  const [name, rest] = current.split('/');
  if (rest === undefined)
    return namesIn(directory, 'tenants', tenantPath).map(({ word }) => ({
      word: `${word}/`,
      more: true,
    }));
  return environmentsOf(directory, name).map(environment => ({
    word: `${name}/${environment}`,
  }));
}

/** None where its file can't be read. */
function environmentsOf(directory: string, tenant: string): string[] {
  const file = join(directory, tenantPath(tenant));
  const parsed = existsSync(file)
    ? parseTenant(readFileSync(file, 'utf8'))
    : undefined;
  return parsed?.ok
    ? parsed.value.spec.environments.map(environment => environment.name)
    : [];
}

function explained({ operands }: SourceInput): Candidate[] {
  if (operands.length > 0) return [];
  const { controls, attacks, rules, fields } = explainable();
  return [...controls, ...rules, ...attacks, ...fields].map(word => ({ word }));
}

/** Fields of the tenant that the line names, with the operators that they take. */
function changesOf({ directory, operands: [name] }: SourceInput): Candidate[] {
  const environments = environmentsOf(directory, name ?? '');
  return Object.entries(settable).flatMap(([pattern, { kind }]) =>
    (pattern.includes('*') ? environments : ['']).flatMap(environment => {
      const path = pattern.replace('*', environment);
      if (/(^|\.)(profile|size)$/.test(path))
        return offered(
          directory,
          path.endsWith('size') ? 'sizes' : 'profiles',
        ).map(({ word }) => ({ word: `${path}=${word}` }));
      return kind === 'text'
        ? [{ word: `${path}=`, more: true }]
        : ['+=', '-='].map(sign => ({ word: `${path}${sign}`, more: true }));
    }),
  );
}
