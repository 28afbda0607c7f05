import { observedWords } from './observedWords';

const observed = { until: '2027-03-31' };
const titleOn = (time: string) =>
  observedWords(observed, Date.parse(time)).title;

describe('what is said of an observed environment', () => {
  it('is until when, through the whole of that day', () => {
    expect(titleOn('2027-03-31T23:59:00Z')).toBe(
      'Not isolated: observed until 2027-03-31',
    );
  });

  it('is that it is overdue, from the day after', () => {
    expect(titleOn('2027-04-01T00:00:00Z')).toBe(
      'Not isolated: observed still, though it was to be enforced by 2027-03-31',
    );
  });
});
