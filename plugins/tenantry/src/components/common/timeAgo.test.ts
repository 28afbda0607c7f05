import { timeAgo } from './timeAgo';

const now = Date.parse('2026-11-23T14:48:00Z');

describe('timeAgo', () => {
  it.each([
    ['2026-11-23T14:47:59.500Z', 'just now'],
    ['2026-11-23T14:48:09Z', 'just now'],
    ['2026-11-23T14:47:48Z', '12 s ago'],
    ['2026-11-23T14:45:00Z', '3 min ago'],
    ['2026-11-23T09:48:00Z', '5 h ago'],
    ['2026-11-22T12:00:00Z', '1 day ago'],
    ['2026-11-20T12:00:00Z', '3 days ago'],
    ['yesterday', 'at an unknown time'],
  ])('%s is %s', (time, expected) => {
    expect(timeAgo(time, now)).toBe(expected);
  });
});
