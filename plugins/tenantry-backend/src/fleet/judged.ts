import type {
  ControlState,
  FleetFinding,
  FleetState,
  FleetTenant,
} from '@tenantry/backstage-plugin-tenantry-common';

/** The worst finding of an environment; whoever shows it knows the control's title. */
export type Finding = Omit<FleetFinding, 'environment' | 'title'>;

/** One environment as it was judged. */
export interface JudgedEnvironment {
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly profile: string;
  readonly size: string;
  readonly state: FleetState;
  readonly rank: number;
  /** The letter of each control. */
  readonly letters: ReadonlyMap<string, string>;
  readonly controls: Readonly<Record<ControlState, number>>;
  readonly proved: number;
  readonly worst?: Finding;
  readonly sourceAt?: string;
  readonly provedAt?: string;
}

/** One tenant as it was judged. */
export interface JudgedTenant
  extends Pick<
    FleetTenant,
    | 'name'
    | 'title'
    | 'owner'
    | 'profile'
    | 'size'
    | 'phase'
    | 'problem'
    | 'judgedAt'
  > {
  readonly environments: readonly JudgedEnvironment[];
}

/**
 * The order of "worst first": the least is the worst. An attack that got through is worse than an object that drifted,
 * and that is worse than a file that isn't as rendered. What is observed isn't isolated, and what is excepted is open, as agreed until
 * a day; after it, nothing is worse. Of what nobody can judge, nothing is known to be wrong.
 */
export const ranks = {
  overdue: 5,
  proved: 10,
  live: 20,
  declared: 30,
  observed: 35,
  excepted: 36,
  problem: 40,
  unknown: 50,
  unproved: 60,
  requested: 70,
  holding: 80,
} as const;
