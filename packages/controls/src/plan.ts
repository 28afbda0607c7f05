import type { Exception } from '@tenantry/model';
import type { Component, Strength } from './control';

/** The difference between two states of the repository, in a reviewer's words. */
export interface Plan {
  readonly tenant: string;
  readonly kind: 'new' | 'change' | 'none';
  readonly objects: readonly ObjectChange[];
  readonly environments: readonly EnvironmentPlan[];
  /** Other tenants whose files change; empty for an ordinary request. */
  readonly othersAffected: readonly string[];
  readonly risk: {
    readonly level: 'low' | 'medium' | 'high';
    readonly reason: string;
  };
}

export interface ObjectChange {
  readonly change: 'added' | 'changed' | 'removed';
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Absent for objects that live where Argo CD runs. */
  readonly cluster?: string;
  readonly controls: readonly string[];
}

export interface EnvironmentPlan {
  readonly environment: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
  readonly controls: readonly ControlChange[];
  /** Present where its rules only warn, or did before. */
  readonly observed?: ObservedChange;
  /** Controls that are switched off there, or were before; absent where there is none. */
  readonly exceptions?: readonly ExceptionChange[];
}

/** One control that is switched off, or was. */
export interface ExceptionChange {
  readonly control: string;
  readonly title: string;
  /** Absent where the control was in force, or isn't switched off any more. */
  readonly before?: Exception;
  readonly after?: Exception;
  /** What is open while it lasts, as the control's file says it. */
  readonly open: string;
}

/** What is observed isn't isolated. */
export interface ObservedChange {
  /** The last day of it, year-month-day; absent where it was enforced, or isn't there. */
  readonly before?: string;
  readonly after?: string;
  /** What isn't applied as long as it lasts, such as `NetworkPolicy default-deny`. */
  readonly notApplied: readonly string[];
}

export interface ControlChange {
  readonly control: string;
  readonly title: string;
  readonly component: Component;
  readonly change: 'added' | 'removed' | Strength;
  /** What the control gives before and after, in a few words. */
  readonly before?: string;
  readonly after?: string;
  /** Why the cluster can't have the control; it is then unchanged, and gives nothing. */
  readonly unavailable?: string;
}
