import type { Path } from '@tenantry/model';
import { amountOf, written } from '../cluster/amounts';
import type { Place } from '../cluster/place';
import { listAt, mapAt, textAt } from '../value';
import type { ValueMap } from '../value';
import { error } from './violation';
import type { Violation } from './violation';

/** What the LimitRange refuses of a Pod whose resources are filled in: bounds of each container, and their ratio. */
export function limitViolations(pod: ValueMap, place: Place): Violation[] {
  const { containerLimits: bounds, limitsControl } = place;
  if (!bounds) return [];
  return ['containers', 'initContainers'].flatMap(list =>
    listAt(pod, 'spec', list).flatMap((item, index) => {
      const resources = mapAt(item, 'resources');
      return faultsOf(resources, bounds).map(({ message, path }) =>
        error(
          limitsControl,
          `${message} (container ${textAt(item, 'name') ?? index})`,
          ['spec', list, index, 'resources', ...path],
        ),
      );
    }),
  );
}

interface Fault {
  readonly message: string;
  /** From the resources on. */
  readonly path: Path;
}

function faultsOf(resources: ValueMap, bounds: ValueMap): Fault[] {
  const of = (what: string, name: string) =>
    amountOf(mapAt(resources, what)[name]);
  return [
    ...Object.entries(mapAt(bounds, 'min')).flatMap(([name, bound]) =>
      outside('minimum', name, amountOf(bound) ?? 0n, of),
    ),
    ...Object.entries(mapAt(bounds, 'max')).flatMap(([name, bound]) =>
      outside('maximum', name, amountOf(bound) ?? 0n, of),
    ),
    ...Object.entries(mapAt(bounds, 'maxLimitRequestRatio')).flatMap(
      ([name, bound]) => beyondRatio(name, String(bound), of),
    ),
  ];
}

type AmountOf = (what: string, name: string) => bigint | undefined;

function outside(
  which: 'minimum' | 'maximum',
  name: string,
  bound: bigint,
  of: AmountOf,
): Fault[] {
  const isOut = (amount: bigint) =>
    which === 'minimum' ? amount < bound : amount > bound;
  const what = `${which} ${name} usage per Container is ${written(bound)}`;
  for (const side of ['limits', 'requests'] as const) {
    const amount = of(side, name);
    const noun = side === 'limits' ? 'limit' : 'request';
    if (amount !== undefined && isOut(amount))
      return [
        {
          message: `${what}, but ${noun} is ${written(amount)}`,
          path: [side, name],
        },
      ];
  }
  return [];
}

function beyondRatio(name: string, ratio: string, of: AmountOf): Fault[] {
  const [limit, request] = [of('limits', name), of('requests', name)];
  const what = `${name} max limit to request ratio per Container is ${ratio}`;
  const path = ['requests', name];
  if (limit === undefined || request === undefined || request === 0n)
    return [
      {
        message: `${what}, but no request or limit is specified, or it is 0`,
        path,
      },
    ];
  const most = amountOf(ratio) ?? 0n;
  return limit * 1_000_000_000n <= request * most
    ? []
    : [
        {
          message: `${what}, but provided ratio is ${(
            Number(limit) / Number(request)
          ).toFixed(6)}`,
          path,
        },
      ];
}
