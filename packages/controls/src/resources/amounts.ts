import { quantityValue } from '@tenantry/model';

/** Resources as sizes name them, with the name and the smallest step that a container may ask for. */
const resources = {
  cpu: { name: 'cpu', step: 1_000_000n, unit: 'm' },
  memory: { name: 'memory', step: 1_000_000_000n, unit: '' },
  ephemeralStorage: {
    name: 'ephemeral-storage',
    step: 1_000_000_000n,
    unit: '',
  },
} as const;

export type Resource = keyof typeof resources;

export const everyResource = Object.keys(resources) as readonly Resource[];

export function nameOf(resource: Resource): string {
  return resources[resource].name;
}

/** A quantity in the smallest steps of its resource: thousandths of a core, bytes. */
export function stepsIn(resource: Resource, quantity: string): bigint {
  return (quantityValue(quantity) ?? 0n) / resources[resource].step;
}

/** So many steps of a resource, as containers write it: `{ cpu: '250m' }`. */
export function amountOf(
  resource: Resource,
  steps: bigint,
): Readonly<Record<string, string>> {
  const { name, unit } = resources[resource];
  return { [name]: `${steps}${unit}` };
}
