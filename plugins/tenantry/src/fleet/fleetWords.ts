import type {
  ControlState,
  FleetState,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { MarkState } from '../posture/marks';

interface Words {
  readonly mark: MarkState;
  /** Of one tenant: `payments: doesn’t hold`. */
  readonly word: string;
  /** Of many, as the name of a filter. */
  readonly title: string;
}

/** Unproved is hollow like unknown: nobody tried whether it holds. */
export const stateWords: Readonly<Record<FleetState, Words>> = {
  failing: { mark: 'no', word: 'doesn’t hold', title: 'Doesn’t hold' },
  observed: { mark: 'no', word: 'observed', title: 'Observed' },
  excepted: { mark: 'no', word: 'excepted', title: 'Excepted' },
  unknown: { mark: 'unknown', word: 'unknown', title: 'Unknown' },
  unproved: { mark: 'unknown', word: 'not proved', title: 'Not proved' },
  requested: { mark: 'waiting', word: 'requested', title: 'Requested' },
  holding: { mark: 'yes', word: 'holds', title: 'Holds' },
};

/** How a control stands in a number of environments: `3 drift`. */
export const controlWords: Readonly<
  Record<ControlState, { mark: MarkState; one: string; many: string }>
> = {
  drifts: { mark: 'no', one: 'drifts', many: 'drift' },
  unknown: { mark: 'unknown', one: 'unknown', many: 'unknown' },
  holds: { mark: 'yes', one: 'holds', many: 'hold' },
  unavailable: {
    mark: 'waiting',
    one: 'not available',
    many: 'not available',
  },
};
