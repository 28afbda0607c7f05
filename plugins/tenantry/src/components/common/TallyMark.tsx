import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { type Column, columnTitles } from '../../posture/columns';
import { markOfMany, type Phase } from '../../posture/marks';
import { tally, tallyReason } from '../../posture/tally';
import { StateMark } from './StateMark';

export interface TallyMarkProps {
  readonly controls: readonly ControlStatus[];
  readonly column: Column;
  readonly phase: Phase;
}

/** How all controls of an environment answer one question. */
export function TallyMark({ controls, column, phase }: TallyMarkProps) {
  return (
    <StateMark
      {...markOfMany(tally(controls, column), column, phase)}
      label={columnTitles[column]}
      reason={tallyReason(controls, column)}
    />
  );
}
