import type {
  FleetState,
  FleetTenant,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Posture } from '@tenantry/controls';

/** What rows of tenants and of environments have in common: how they stand. */
export interface JudgementColumns {
  readonly state: FleetState;
  readonly rank: number;
  readonly worst_control: string | null;
  readonly worst_column: keyof Posture | null;
  readonly worst_state: 'no' | 'unknown' | null;
  readonly worst_reason: string | null;
  readonly proved_at: string | null;
  readonly judged_at: string;
  readonly vouched_at: string;
  readonly stale: string | null;
}

export interface TenantRow extends JudgementColumns {
  readonly tenant: string;
  readonly title: string;
  readonly owner: string;
  readonly profile: string;
  readonly size: string;
  readonly phase: FleetTenant['phase'];
  readonly search: string;
  readonly problem: string | null;
  readonly worst_environment: string | null;
}

export interface EnvironmentRow extends JudgementColumns {
  readonly tenant: string;
  readonly environment: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly profile: string;
  readonly size: string;
  readonly states: string;
  readonly holds: number;
  readonly drifts: number;
  readonly unknown: number;
  readonly unavailable: number;
  readonly proved: number;
  readonly source_at: string | null;
}

export interface ControlRow {
  readonly position: number;
  readonly control: string;
}
