import {
  contributedParts,
  controlsFor,
  environmentContexts,
  howTried,
  tenantContext,
} from '@tenantry/controls';
import type { Attack, Control, PartialObject } from '@tenantry/controls';
import { sampleFleet } from './sampleFleet';

export interface ControlExplanation {
  readonly kind: 'control';
  readonly id: string;
  readonly title: string;
  readonly protects: string;
  readonly why: string;
  /** Its share of the objects of an example. */
  readonly emits: {
    readonly example: string;
    readonly objects: readonly PartialObject[];
  };
  readonly refuses: readonly {
    readonly on: readonly string[];
    readonly message: string;
  }[];
  readonly stops: readonly StoppedRow[];
  readonly leavesOpen: readonly string[];
  /** What is open where it is switched off; absent where it can't be. */
  readonly whenExcepted?: string;
  readonly references: readonly string[];
}

/** A row of the attack catalogue, as one control stops it. */
export interface StoppedRow {
  readonly row: string;
  readonly attempt: string;
  readonly attacks: readonly {
    readonly title: string;
    readonly tried: string;
  }[];
}

export function controlExplanation(control: Control): ControlExplanation {
  const { id, title, component, why, references, rules = [] } = control;
  return {
    kind: 'control',
    id,
    title,
    protects: component,
    why,
    emits: emitted(control),
    refuses: rules.map(({ on, message }) => ({
      on: [on].flat(),
      message: `${id}: ${message}`,
    })),
    stops: stoppedRows(control),
    leavesOpen: openIn(control),
    whenExcepted: control.whenExcepted,
    references,
  };
}

export function stoppedRows({ stops, attacks }: Control): StoppedRow[] {
  return stops.map(({ id, attempt }) => ({
    row: id,
    attempt,
    attacks: attacks
      .filter(({ row }) => row === id)
      .map(attack => ({ title: attack.title, tried: howTried(attack) })),
  }));
}

function emitted(control: Control): ControlExplanation['emits'] {
  const fleet = sampleFleet();
  const [tenant] = fleet.tenants;
  const environments = environmentContexts(tenant, fleet);
  const context = environments.find(
    environment => controlsFor(environment, [control]).length > 0,
  );
  if (!context) return { example: 'no environment', objects: [] };
  const { environment, profile, cluster } = context;
  return {
    example: `${tenant.metadata.name}/${environment.name}, profile ${profile.name}, on a cluster with ${cluster.spec.policyEngine}`,
    objects: contributedParts(
      control,
      context,
      tenantContext(tenant, environments, fleet),
    ).map(({ object }) => object),
  };
}

function openIn({
  leavesOpen = [],
  assumed = [],
  attacks,
}: Control): readonly string[] {
  return [
    ...leavesOpen,
    ...attacks.flatMap(notProved),
    ...assumed.map(
      ({ part, why }) =>
        `Not noticed by any attack if left out: ${part}. ${why}`,
    ),
  ];
}

function notProved(attack: Attack): string[] {
  return attack.proof === 'none'
    ? [`Not proved here: ${attack.title} (${attack.row}). ${attack.why}`]
    : [];
}
