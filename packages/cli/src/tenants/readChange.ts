import type { Edit, FieldPath, Plain } from '@tenantry/gitops';
import { closest } from '@tenantry/model';
import type { Tenant } from '@tenantry/model';
import { readDestination, readDestinationName } from '../values/destination';
import { readPeer } from '../values/peer';
import { readPlacement } from '../values/placement';
import type { ReadValue } from '../values/readValue';
import { settable, type Settable } from './settable';

type Operator = '=' | '+=' | '-=' | '-';

/** Reads `size=large`, `access.admins+=payments-sre`, `environments.prod.hosts-=pay.example.com` and `expires-`. */
export function readChange(
  text: string,
  tenant: Tenant,
): ReadValue<readonly Edit[]> {
  const { path, operator, value } = split(text);
  if (operator === undefined)
    return refused(
      'a change is written as field=value, field+=entry, field-=entry or field-',
      'size=large',
    );
  const steps = path.split('.').filter(Boolean);
  const own = steps[0] === 'spec' ? steps.slice(1) : steps;
  if (own.join('.') === 'metadata.name' || own.join('.') === 'name')
    return refused('a name never changes; ask for another tenant', 'title=…');
  const key = own.map((step, index) =>
    index === 1 && own[0] === 'environments' ? '*' : step,
  );
  const field = Object.hasOwn(settable, key.join('.'))
    ? settable[key.join('.')]
    : undefined;
  if (field === undefined) return unknownField(own, operator, value);
  const there = tenant.spec.environments.map(({ name }) => name);
  if (key[1] === '*' && !there.includes(own[1]))
    return refused(
      `there is no environment ${own[1]}; there ${
        there.length === 1 ? 'is' : 'are'
      } ${there.join(', ')}`,
      `environments+=${own[1]}@…`,
    );
  const target: FieldPath = [
    'spec',
    ...own.map((step, index) => (key[index] === '*' ? { name: step } : step)),
  ];
  return edits(target, operator, value, field);
}

function split(text: string): {
  readonly path: string;
  readonly operator?: Operator;
  readonly value: string;
} {
  const [, path = '', sign, value = ''] =
    /^([A-Za-z0-9_.-]+?)(\+=|-=|=)(.*)$/.exec(text) ?? [];
  if (sign === '=' || sign === '+=' || sign === '-=')
    return { path, operator: sign, value };
  const [, removed] = /^([A-Za-z0-9_.-]+)-$/.exec(text) ?? [];
  return removed === undefined
    ? { path, value }
    : { path: removed, operator: '-', value };
}

function edits(
  path: FieldPath,
  operator: Operator,
  value: string,
  field: Settable,
): ReadValue<readonly Edit[]> {
  const name = path
    .slice(1)
    .map(step => (typeof step === 'string' ? step : step.name))
    .join('.');
  if (operator === '-')
    return field.required
      ? refused('can not be left out', `${name}=…`)
      : { ok: true, value: [{ do: 'remove', path }] };
  if (value === '')
    return refused('has no value; to leave it out, write', `${name}-`);
  if (field.kind === 'text')
    return operator === '='
      ? { ok: true, value: [{ do: 'set', path, value }] }
      : refused('holds one value, not a list', `${name}=${value}`);
  if (field.kind === 'observed')
    return operator === '='
      ? { ok: true, value: [{ do: 'set', path, value: { until: value } }] }
      : refused('holds one day', `${name}=2027-03-31`);
  if (field.kind === 'texts') {
    const values = value
      .replace(/^\[(.*)\]$/, '$1')
      .split(',')
      .map(entry => entry.trim())
      .filter(Boolean);
    return { ok: true, value: listEdits(path, operator, values) };
  }
  if (operator === '-=')
    return {
      ok: true,
      value: [{ do: 'take', path, like: nameOf(field, value) }],
    };
  const read = readEntry(field, value);
  return read.ok
    ? { ok: true, value: listEdits(path, operator, [read.value]) }
    : { ...read, example: `${name}+=${read.example}` };
}

function listEdits(
  path: FieldPath,
  operator: Operator,
  values: readonly Plain[],
): Edit[] {
  if (operator === '=') return [{ do: 'set', path, value: values }];
  return values.map(value =>
    operator === '+='
      ? { do: 'add', path, value }
      : { do: 'take', path, like: value },
  );
}

function readEntry(field: Settable, value: string): ReadValue<Plain> {
  const read = {
    text: undefined,
    texts: undefined,
    observed: undefined,
    placements: readPlacement,
    destinations: readDestination,
    peers: readPeer,
  }[field.kind]?.(value);
  if (!read?.ok) return read ?? refused('takes no entries', '…');
  return { ok: true, value: { ...read.value } };
}

/** What tells an entry from the others, for taking it away. */
function nameOf(field: Settable, value: string): Plain {
  if (field.kind === 'placements') return { name: value };
  const [, withoutPorts = value] = /^(.+):[0-9,A-Z/]+$/.exec(value) ?? [];
  if (field.kind === 'destinations')
    return readDestinationName(
      readDestination(value).ok ? withoutPorts : value,
    );
  const [tenant, environment] = withoutPorts.split('/');
  return { tenant, environment };
}

function unknownField(
  steps: readonly string[],
  operator: Operator,
  value: string,
): ReadValue<never> {
  const path = steps.join('.');
  const known = Object.keys(settable);
  const pattern = path.replace(/^environments\.[^.]+/, 'environments.*');
  const meant = closest(pattern, known)?.replace('*', steps[1] ?? '*');
  return meant === undefined
    ? refused(`there is no field ${path}`, 'size=large')
    : refused(
        `there is no field ${path}; did you mean ${meant}?`,
        `${meant}${operator}${value}`,
      );
}

function refused(message: string, example: string): ReadValue<never> {
  return { ok: false, message, example };
}
