import type { Component, Posture } from '@tenantry/controls';

/** How a tenant or an environment stands, the worst first. */
export const fleetStates = [
  'failing',
  'observed',
  'excepted',
  'unknown',
  'unproved',
  'requested',
  'holding',
] as const;

/**
 * `failing`: a control is known not to hold. `observed`: its rules only warn until a day, so that it isn't isolated; after the day
 * it is `failing`. `excepted`: all that is wrong is that controls are switched off until a day; after it, it is `failing`, too.
 * `unknown`: none is, but something that must be known isn't, or what is
 * known is stale. `unproved`: everything is declared and live, and no proof counts. `requested`: not merged yet.
 */
export type FleetState = (typeof fleetStates)[number];

/** How one control stands in one environment. */
export const controlStates = [
  'drifts',
  'unknown',
  'holds',
  'unavailable',
] as const;

/**
 * `drifts`: it isn't declared, isn't live or let an attack through. `holds`: it is declared and live, and no attack got
 * through. `unavailable`: the cluster can't have it.
 */
export type ControlState = (typeof controlStates)[number];

/** `GET /fleet?…`: what is wanted. A tenant is listed when one of its environments fits all of cluster, profile, control and is. */
export interface FleetQuery {
  /** Part of a name, a title or an owner. */
  readonly text?: string;
  /** Entity refs; a tenant of any of them is listed. */
  readonly owners?: readonly string[];
  /** The state of the whole tenant, which is that of its worst environment. */
  readonly state?: FleetState;
  /** The control of the tenant's worst finding. */
  readonly worst?: string;
  readonly cluster?: string;
  readonly profile?: string;
  /** A control, which is to be in the state `is`. */
  readonly control?: string;
  /** Default: `drifts`. */
  readonly is?: ControlState;
  /** Default: `worst`. */
  readonly sort?: FleetSort;
  /** Tenants to pass over; default 0. */
  readonly offset?: number;
  /** Tenants in the answer, 1 to 200; default 50. */
  readonly limit?: number;
}

/** `worst`: the worst first, and by name among equals. */
export const fleetSorts = ['worst', 'name'] as const;

export type FleetSort = (typeof fleetSorts)[number];

/** `GET /fleet`: one page of tenants. */
export interface FleetPage {
  readonly tenants: readonly FleetTenant[];
  /** How many tenants fit the query. */
  readonly total: number;
  readonly counts: FleetCounts;
  readonly judging: FleetJudging;
}

/** What each filter would leave, the others staying as they are. */
export interface FleetCounts {
  readonly states: Readonly<Record<FleetState, number>>;
  readonly clusters: readonly FleetCount[];
  readonly profiles: readonly FleetCount[];
  /** Controls of worst findings, the most frequent first; at most 20. */
  readonly worst: readonly FleetCount[];
}

export interface FleetCount {
  readonly value: string;
  readonly tenants: number;
}

/** How far the fleet is known. */
export interface FleetJudging {
  /** Tenants whose turn is still to come; what is shown of them reads unknown, or is some seconds old. */
  readonly waiting: number;
  /** When the repository was last read, ISO 8601; absent while it never was. */
  readonly checkedAt?: string;
  /** Why that is not newer. */
  readonly staleBecause?: string;
  /** Since when nothing that is judged can be kept, ISO 8601; absent while it can. What is shown grows old. */
  readonly failingSince?: string;
  /** Why it can't. */
  readonly because?: string;
}

export interface FleetTenant {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly profile: string;
  readonly size: string;
  readonly phase: 'requested' | 'merged';
  readonly state: FleetState;
  readonly worst?: FleetFinding;
  /** Of the environments' last proofs the oldest; absent where one was never proved. */
  readonly provedAt?: string;
  /** When it was last judged, ISO 8601. */
  readonly judgedAt: string;
  /** Why the state may no longer be so; it is then `unknown`, and the finding is what was last known. */
  readonly stale?: string;
  /** Why nothing can be judged at all. */
  readonly problem?: string;
  readonly environments: readonly FleetEnvironment[];
}

/** The worst that is known of an environment, or what keeps it from being known. */
export interface FleetFinding {
  readonly environment: string;
  readonly control: string;
  readonly title: string;
  readonly column: keyof Posture;
  readonly state: 'no' | 'unknown';
  readonly reason: string;
}

export interface FleetEnvironment {
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly profile: string;
  readonly size: string;
  readonly state: FleetState;
  /** Controls by their state. */
  readonly controls: Readonly<Record<ControlState, number>>;
  /** Controls whose attacks were tried and refused under today's rules. */
  readonly proved: number;
  readonly worst?: FleetFinding;
  /** When the oldest of its sources was last confirmed, ISO 8601. */
  readonly sourceAt?: string;
  readonly provedAt?: string;
  readonly judgedAt: string;
  readonly stale?: string;
}

/** `GET /fleet/matrix`: controls by clusters. */
export interface FleetMatrix {
  /** In the order of the cells. */
  readonly clusters: readonly FleetMatrixCluster[];
  readonly controls: readonly FleetMatrixRow[];
  readonly judging: FleetJudging;
}

export interface FleetMatrixCluster {
  readonly name: string;
  readonly environments: number;
  /** Environments whose last judgement may no longer be so; each of their controls counts as unknown. */
  readonly stale: number;
}

export interface FleetMatrixRow {
  readonly control: string;
  readonly title: string;
  readonly component: Component;
  /** Environments by the state of the control, one cell a cluster; those that the control isn't for count nowhere. */
  readonly cells: readonly Readonly<Record<ControlState, number>>[];
}

/** Where open pages hear that the fleet changed, and nothing about what did. */
export const fleetChannel = 'tenantry:fleet';
