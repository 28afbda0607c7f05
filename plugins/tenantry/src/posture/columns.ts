import type { Posture, Verdict } from '@tenantry/controls';

/** The three questions asked of every control. They fail separately, so they are shown separately. */
export type Column = keyof Posture;

export const columns = [
  'declared',
  'live',
  'proved',
] as const satisfies readonly Column[];

export const columnTitles: Record<Column, string> = {
  declared: 'Declared',
  live: 'Live',
  proved: 'Proved',
};

/** What each question asks, for a person who sees the word for the first time. */
export const columnQuestions: Record<Column, string> = {
  declared: 'Does the merged repository contain what the control contributes?',
  live: 'Do the objects on the cluster carry it?',
  proved: "Were the control's attacks tried on this cluster, and refused?",
};

/** The word beside the icon. Nothing is said by colour alone. */
export const verdictWords: Record<Column, Record<Verdict['state'], string>> = {
  declared: { yes: 'declared', no: 'not declared', unknown: 'unknown' },
  live: { yes: 'live', no: 'not live', unknown: 'unknown' },
  proved: { yes: 'proved', no: 'failed', unknown: 'unknown' },
};

/** What is said of a control that isn't to be in force in an environment. */
export const notInForce = 'not in force';

/** What is said of a control that no cluster can answer for. */
export const notTriedHere = 'not tried here';
