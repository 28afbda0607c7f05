import type { Complaint } from './complaint';
import { quote } from './quote';
import { checkedText } from './valueType';

/** What is wrong with a calendar date; undefined when nothing is. */
export function dateProblem(date: string): Complaint | undefined {
  const example = '2027-06-30';
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) {
    return {
      message: `${quote(date)} isn't a date; write year-month-day`,
      example,
    };
  }
  const time = Date.parse(`${date}T00:00:00Z`);
  const exists =
    !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return exists
    ? undefined
    : { message: `${date} isn't a day of the calendar`, example };
}

export const CalendarDate = checkedText(dateProblem, {
  description: 'A calendar date, year-month-day.',
  examples: ['2027-06-30'],
});

/** The day of a time in UTC, year-month-day. Default: today. */
export function dayOf(time: Date | number = new Date()): string {
  return new Date(time).toISOString().slice(0, 10);
}
