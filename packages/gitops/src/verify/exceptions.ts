import { isDeepStrictEqual } from 'node:util';
import { dayOf, exceptionsOf, locateProblems } from '@tenantry/model';
import type { Exception, Finding, Tenant } from '@tenantry/model';
import { exceptionsPath } from '../layout';
import type { Broken, State } from '../local/state';
import { isPlatforms, type Author, type TenantStates } from './author';
import { asFindings } from './found';
import type { VerifyRuleName } from './rules';

export interface ExceptionsInput {
  readonly before: State | Broken;
  readonly after: State;
  readonly author?: Author;
  /** Year-month-day; when given, what lasts longer from it on than the platform allows is refused. */
  readonly today?: string;
}

/**
 * Exceptions that are new, or are for something else or another time than before. Whoever isn't of the platform's team makes
 * none: an error where the author is known, a warning where nobody knows, as for the fields that are the platform's.
 */
export function exceptionFindings(
  tenants: readonly TenantStates[],
  { before, after, author, today }: ExceptionsInput,
): Finding[] {
  const { longestDays } = after.fleet.platform.spec.exceptions;
  const latest =
    today === undefined ? undefined : daysAfter(today, longestDays);
  return tenants.flatMap(({ name, before: old, after: tenant }) => {
    const known = before.broken
      ? []
      : exceptionsOf(name, before.fleet).map(each => placed(each, old));
    return exceptionsOf(name, after.fleet).flatMap((exception, index) => {
      const now = placed(exception, tenant);
      if (known.some(each => isDeepStrictEqual(each, now))) return [];
      const at = finder(name, index, after);
      return [
        ...(author && isPlatforms(author)
          ? []
          : at(
              'platform-field',
              [],
              `switches off ${exception.control} in ${exception.environment}`,
            ).map(finding =>
              author ? finding : { ...finding, level: 'warning' as const },
            )),
        ...(latest !== undefined && exception.expires > latest
          ? at(
              'exception-too-long',
              ['expires'],
              `lasts until ${exception.expires}, more than the ${longestDays} days from now on that platform.yaml allows`,
              latest,
            )
          : []),
      ];
    });
  });
}

/** With the cluster: what was approved for one isn't for another, when the environment moves. */
function placed(exception: Exception, tenant: Tenant | undefined) {
  const environment = tenant?.spec.environments.find(
    ({ name }) => name === exception.environment,
  );
  return { ...exception, cluster: environment?.cluster };
}

function finder(tenant: string, index: number, { tree }: State) {
  const file = exceptionsPath(tenant);
  return (
    rule: VerifyRuleName,
    path: readonly string[],
    message: string,
    example?: string,
  ) =>
    asFindings(
      rule,
      locateProblems(
        [
          {
            path: ['spec', 'exceptions', index, ...path],
            message,
            ...(example === undefined ? {} : { example }),
          },
        ],
        tree.read(file) ?? '',
        { file },
      ),
    );
}

const dayMs = 24 * 60 * 60 * 1000;

function daysAfter(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * dayMs);
}
