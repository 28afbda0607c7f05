import { canonicalQuantity, quantityValue } from '@tenantry/model';
import { isMap, listAt, mapAt, textAt } from '../value';
import type { Value, ValueMap } from '../value';
import { initContainers } from './defaults';
import { nameOf, resourceOf } from './resources';

/** Amounts in billionths, by name: `cpu`, or `requests.cpu` as a quota has it. */
export type Amounts = ReadonlyMap<string, bigint>;

export const unit = 1_000_000_000n;

/** A quantity in billionths; undefined where it isn't one, which the API server would say of the object itself. */
export function amountOf(value: Value | undefined): bigint | undefined {
  return typeof value === 'string' ||
    typeof value === 'bigint' ||
    typeof value === 'number'
    ? quantityValue(String(value))
    : undefined;
}

/** As Kubernetes writes it: `1500m`, `2Gi`. */
export function written(amount: bigint): string {
  const binary = amount % unit === 0n && amount % (1024n * 1024n * unit) === 0n;
  return canonicalQuantity(
    binary ? `${amount / (1024n * 1024n * unit)}Mi` : `${amount}n`,
  );
}

function amountsIn(value: ValueMap): Amounts {
  return new Map(
    Object.entries(value).map(([name, item]) => [name, amountOf(item) ?? 0n]),
  );
}

export function sum(left: Amounts, right: Amounts): Amounts {
  const names = new Set([...left.keys(), ...right.keys()]);
  return new Map(
    Array.from(names, name => [
      name,
      (left.get(name) ?? 0n) + (right.get(name) ?? 0n),
    ]),
  );
}

export function times(amounts: Amounts, count: bigint): Amounts {
  return new Map(Array.from(amounts, ([name, each]) => [name, each * count]));
}

function larger(left: Amounts, right: Amounts): Amounts {
  const names = new Set([...left.keys(), ...right.keys()]);
  const pick = (name: string) => {
    const [a, b] = [left.get(name) ?? 0n, right.get(name) ?? 0n];
    return a > b ? a : b;
  };
  return new Map(Array.from(names, name => [name, pick(name)]));
}

/**
 * What a pod counts for, of its requests or of its limits: its containers and the init containers that keep running, or
 * the largest of the other init containers beside those, whichever is more; what it states as a whole instead of that;
 * and its overhead.
 */
function ofPod(spec: ValueMap, what: 'requests' | 'limits'): Amounts {
  const of = (item: ValueMap) => amountsIn(mapAt(item, 'resources', what));
  let running: Amounts = new Map();
  let peak: Amounts = new Map();
  for (const { item, keepsRunning } of initContainers(spec)) {
    if (keepsRunning) running = sum(running, of(item));
    else peak = larger(peak, sum(running, of(item)));
  }
  const containers = listAt(spec, 'containers')
    .map(item => of(mapAt(item)))
    .reduce(sum, running);
  const stated = of(spec);
  return sum(
    new Map([...larger(containers, peak), ...stated]),
    amountsIn(mapAt(spec, 'overhead')),
  );
}

/** A balanced Service takes a port of every node, too. */
function ofService(type: string): [name: string, amount: bigint][] {
  return [
    ['services.loadbalancers', type === 'LoadBalancer' ? unit : 0n],
    [
      'services.nodeports',
      type === 'LoadBalancer' || type === 'NodePort' ? unit : 0n,
    ],
  ];
}

/** Whether the use of a quota's entry can be told from manifests. */
export function isCounted(entry: string): boolean {
  return (
    /^(requests|limits)\.(?!deviceclass)|^count\//.test(entry) ||
    ['pods', 'services.loadbalancers', 'services.nodeports'].includes(entry)
  );
}

/** What one object counts for in a ResourceQuota, by the names of its entries. Resources of a Pod are filled in already. */
export function quotaUseOf(object: ValueMap): Amounts {
  const kind = textAt(object, 'kind') ?? '';
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const counts = new Map([
    [`count/${nameOf(resourceOf({ apiVersion, kind }))}`, unit],
  ]);
  if (apiVersion !== 'v1') return counts;
  if (kind === 'PersistentVolumeClaim') {
    const storage = amountOf(
      mapAt(object, 'spec', 'resources', 'requests').storage,
    );
    return new Map([...counts, ['requests.storage', storage ?? 0n]]);
  }
  const spec = object.spec;
  if (kind === 'Service')
    return new Map([...counts, ...ofService(textAt(spec, 'type') ?? '')]);
  if (kind !== 'Pod' || !isMap(spec)) return counts;
  return new Map([
    ...counts,
    ['pods', unit],
    ...(['requests', 'limits'] as const).flatMap(what =>
      Array.from(
        ofPod(spec, what),
        ([name, amount]) => [`${what}.${name}`, amount] as const,
      ),
    ),
  ]);
}
