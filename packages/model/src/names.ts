import type { Complaint } from './complaint';
import { asciiLikeness } from './lookalikes';
import { codePoint, quote } from './quote';
import { reservedReason } from './reservedNames';
import { checkedText } from './valueType';
import { isYamlWord } from './yamlWords';

/**
 * Names of tenants and environments become a Namespace (`namespaces.ts`), file names, labels and parts of
 * role names, unquoted in places nobody controls. So they are lower-case RFC 1123 labels that begin with a letter,
 * short enough that the joined name stays within 63 characters, and no word that a YAML reader turns into something else.
 */
export const TENANT_NAME_LENGTH = { min: 2, max: 40 };
export const ENVIRONMENT_NAME_LENGTH = { min: 1, max: 20 };

const LABEL = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** What is wrong with a tenant's name by itself; undefined when nothing is. */
export function tenantNameProblem(name: string): Complaint | undefined {
  return (
    labelProblem(name, TENANT_NAME_LENGTH, 'payments') ??
    reservedProblem(name, 'payments')
  );
}

/** What is wrong with an environment's name by itself; undefined when nothing is. */
export function environmentNameProblem(name: string): Complaint | undefined {
  return labelProblem(name, ENVIRONMENT_NAME_LENGTH, 'dev');
}

/** What is wrong with the name of a cluster, platform, profile or size; undefined when nothing is. */
export function resourceNameProblem(
  name: string,
  example: string,
): Complaint | undefined {
  return labelProblem(name, { min: 1, max: 63 }, example);
}

export const TenantName = checkedText(tenantNameProblem, {
  description:
    "The tenant's name: 2 to 40 lower-case letters, digits and hyphens, beginning with a letter. It never changes.",
  examples: ['payments'],
  pattern: LABEL.source,
});

export const EnvironmentName = checkedText(environmentNameProblem, {
  description:
    "The environment's name, unique within the tenant: 1 to 20 lower-case letters, digits and hyphens, beginning with a letter.",
  examples: ['dev', 'prod'],
  pattern: LABEL.source,
});

/** A schema for the name of a cluster, platform, profile or size. */
export function resourceName(description: string, example: string) {
  return checkedText(name => resourceNameProblem(name, example), {
    description,
    examples: [example],
    pattern: LABEL.source,
  });
}

function reservedProblem(name: string, example: string): Complaint | undefined {
  const why = reservedReason(name);
  return why
    ? { message: `${quote(name)} is reserved: ${why}`, example }
    : undefined;
}

function labelProblem(
  name: string,
  length: { min: number; max: number },
  fallback: string,
): Complaint | undefined {
  const example = likelyLabel(name, length) ?? fallback;
  const complaint = (reason: string): Complaint => ({
    message: `${quote(name)} ${reason}`,
    example,
  });
  if (name === '') {
    return { message: 'is empty; choose a name', example };
  }
  if (name.length > length.max) {
    return complaint(
      `is ${name.length} characters long; at most ${length.max} are allowed`,
    );
  }
  const foreign = /[^\x21-\x7e]/u.exec(name)?.[0];
  if (foreign) {
    return complaint(
      `contains ${quote(foreign)} (${codePoint(
        foreign,
      )}); only a-z, 0-9 and - are allowed, so that no name can pass for another`,
    );
  }
  if (/[./\\]/.test(name)) {
    return complaint(
      'contains a dot or slash; a name is one word, never a path',
    );
  }
  if (/[A-Z]/.test(name)) {
    return complaint('contains capital letters; names are lower case');
  }
  if (/^xn--/.test(name)) {
    return complaint('is punycode, which hides other letters; use plain ones');
  }
  if (!LABEL.test(name)) {
    return complaint(
      'must consist of a-z, 0-9 and -, begin with a letter and end with a letter or digit',
    );
  }
  if (isYamlWord(name)) {
    return complaint(
      'is a word that YAML readers turn into something other than text',
    );
  }
  if (name.length < length.min) {
    return complaint(`is too short; at least ${length.min} characters`);
  }
  return undefined;
}

/** The acceptable name that the typed one most likely meant. */
function likelyLabel(
  typed: string,
  length: { min: number; max: number },
): string | undefined {
  const guess = asciiLikeness(typed.slice(0, 200))
    .replace(/^xn--/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, length.max)
    .replace(/-+$/, '');
  const good =
    guess.length >= length.min && !isYamlWord(guess) && !reservedReason(guess);
  return good ? guess : undefined;
}
