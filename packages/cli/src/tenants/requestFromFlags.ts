import type { Path, Problem } from '@tenantry/model';
import { readDestination } from '../values/destination';
import { readPeer } from '../values/peer';
import { readPlacement } from '../values/placement';
import type { ReadValue } from '../values/readValue';
import type { FlagProblem } from './flagProblem';
import type { MissingFlag } from './missingText';

/** A tenant as flags give it, each as it was typed. */
export interface NewFlags {
  readonly title?: string;
  readonly owner?: string;
  readonly admins?: string;
  readonly developers?: string;
  readonly viewers?: string;
  readonly profile?: string;
  readonly size?: string;
  readonly environment?: readonly string[];
  readonly host?: readonly string[];
  readonly egress?: readonly string[];
  readonly peer?: readonly string[];
  readonly repository?: readonly string[];
  readonly expires?: string;
}

interface FromFlags {
  /** As far as the flags could be understood. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly problems: readonly FlagProblem[];
  /** A problem of the request, or of the tenant made from it, with the flag that caused it. */
  flagOf(problem: Problem): FlagProblem;
}

interface Building {
  readonly environments: BuiltEnvironment[];
  readonly problems: FlagProblem[];
  /** By path of the request, as JSON: what was typed. */
  readonly origins: Map<string, string>;
}

interface BuiltEnvironment {
  readonly name: string;
  readonly hosts: unknown[];
  readonly egress: unknown[];
  readonly peers: unknown[];
}

/** What nobody can do without. */
export function missingFlags(flags: NewFlags): readonly MissingFlag[] {
  return [
    {
      given: flags.owner,
      flag: '--owner group:default/payments',
      what: 'the group that owns it',
    },
    {
      given: flags.admins,
      flag: '--admins payments-leads',
      what: 'the groups that may do everything in it',
    },
    {
      given: flags.environment,
      flag: '--environment dev@dev-1',
      what: 'where it runs',
    },
  ].flatMap(({ given, ...missing }) => (given === undefined ? [missing] : []));
}

export function requestFromFlags(name: string, flags: NewFlags): FromFlags {
  const building: Building = {
    environments: [],
    problems: [],
    origins: new Map(),
  };
  for (const text of flags.environment ?? []) addEnvironment(building, text);
  addTo(building, 'hosts', '--host', flags.host, text => ({
    ok: true,
    value: text,
  }));
  addTo(building, 'egress', '--egress', flags.egress, readDestination);
  addTo(building, 'peers', '--peer', flags.peer, readPeer);
  const { repository = [] } = flags;
  repository.forEach((url, index) =>
    building.origins.set(
      JSON.stringify(['repositories', index]),
      `--repository ${url}`,
    ),
  );
  return {
    request: {
      name,
      title: flags.title ?? titleOf(name),
      owner: flags.owner,
      access: {
        admins: listOf(flags.admins),
        developers: listOf(flags.developers),
        viewers: listOf(flags.viewers),
      },
      profile: flags.profile,
      size: flags.size,
      repositories: repository,
      environments: building.environments,
      expires: flags.expires,
    },
    problems: building.problems,
    flagOf: ({ path, ...problem }) => ({
      ...problem,
      flag: originOf(path, building.origins, name),
    }),
  };
}

/** `Card payments` for card-payments. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ').trim();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function addEnvironment(
  { environments, problems, origins }: Building,
  text: string,
): void {
  const flag = `--environment ${text}`;
  const read = readPlacement(text);
  if (!read.ok) {
    problems.push({ flag, message: read.message, example: read.example });
    return;
  }
  origins.set(JSON.stringify(['environments', environments.length]), flag);
  environments.push({ ...read.value, hosts: [], egress: [], peers: [] });
}

function addTo(
  { environments, problems, origins }: Building,
  list: 'hosts' | 'egress' | 'peers',
  option: string,
  texts: readonly string[] = [],
  read: (text: string) => ReadValue<unknown>,
): void {
  for (const text of texts) {
    const flag = `${option} ${text}`;
    const [, name, rest] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    const index = environments.findIndex(
      environment => environment.name === name,
    );
    const value = rest === undefined ? undefined : read(rest);
    if (value === undefined) {
      problems.push({
        flag,
        message: 'begins with the name of an environment, and =',
        example: `${option} prod=…`,
      });
    } else if (index < 0) {
      problems.push({
        flag,
        message: `there is no environment ${name}`,
        example: `--environment ${name}@…`,
      });
    } else if (!value.ok) {
      const { message, example } = value;
      problems.push({ flag, message, example: `${option} ${name}=${example}` });
    } else {
      const entries = environments[index][list];
      origins.set(
        JSON.stringify(['environments', index, list, entries.length]),
        flag,
      );
      entries.push(value.value);
    }
  }
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
}

/** What was typed for the innermost part of a path that came from the command line. */
function originOf(
  path: Path,
  origins: ReadonlyMap<string, string>,
  name: string,
): string {
  const [first] = path;
  const own = first === 'spec' || first === 'metadata' ? path.slice(1) : path;
  for (let length = own.length; length > 0; length -= 1) {
    const origin = origins.get(JSON.stringify(own.slice(0, length)));
    if (origin !== undefined) return origin;
  }
  const [field, inner] = own;
  if (field === undefined || field === 'name') return name;
  const option = field === 'access' ? inner ?? 'admins' : field;
  return `--${String(option).replace(/^environments$/, 'environment')}`;
}
