import { isDeepStrictEqual } from 'node:util';
import type { ExceptionChange, Plan } from '@tenantry/controls';
import { code, plain } from './markdown';

/** One line for each control that is switched off or comes into force again, and one for all that stay switched off. */
export function exceptionLines({ environments }: Plan): string[] {
  return environments.flatMap(environment => {
    const { change, exceptions = [] } = environment;
    if (change === 'removed') return [];
    const place = `${plain(environment.cluster)} / ${plain(
      environment.namespace,
    )}`;
    const stays = exceptions.filter(each => !isNews(each));
    return [
      ...exceptions.filter(isNews).map(each => exceptionLine(each, place)),
      ...(stays.length > 0
        ? [
            `Still excepted: ${place} from ${stays
              .map(
                ({ control, after }) =>
                  `${code(control)} until ${plain(after?.expires ?? '')}`,
              )
              .join(', ')}.`,
          ]
        : []),
    ];
  });
}

function isNews({ before, after }: ExceptionChange): boolean {
  return !isDeepStrictEqual(before, after);
}

function exceptionLine(
  { control, title, before, after, open }: ExceptionChange,
  place: string,
): string {
  const what = `${plain(title)} (${code(control)})`;
  if (!after)
    return `**Excepted no more:** ${place} from ${what}, which is in force again`;
  const moved =
    before && before.expires !== after.expires
      ? ` (before: ${plain(before.expires)})`
      : '';
  return `**Excepted:** ${place} is without ${what} until ${plain(
    after.expires,
  )}${moved}, approved by ${plain(after.approver)} in ${plain(
    after.ticket,
  )}: ${plain(open)}. Reason: ${plain(after.reason)}`;
}
