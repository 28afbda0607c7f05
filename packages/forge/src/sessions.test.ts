import { createSessions, isFormTokenOf } from './sessions';

const robin = { login: 'robin', name: 'Robin', email: 'robin@example.com' };

describe('sessions', () => {
  it('end by themselves, or when somebody signs out', () => {
    let now = 0;
    const sessions = createSessions(() => now);
    const [first, second] = [sessions.start(robin), sessions.start(robin)];
    expect(first).not.toBe(second);
    expect(sessions.find(first)?.user).toEqual(robin);
    sessions.end(first);
    expect(sessions.find(first)).toBeUndefined();
    now += 13 * 60 * 60 * 1000;
    expect(sessions.find(second)).toBeUndefined();
  });

  it('recognize their own form token only', () => {
    const sessions = createSessions();
    const one = sessions.find(sessions.start(robin));
    const other = sessions.find(sessions.start(robin));
    expect(one && isFormTokenOf(one, one.formToken)).toBe(true);
    expect(one && isFormTokenOf(one, other?.formToken)).toBe(false);
    expect(one && isFormTokenOf(one, undefined)).toBe(false);
  });

  it('make room when there are very many', () => {
    const sessions = createSessions();
    const first = sessions.start(robin);
    const ids = Array.from({ length: 1000 }, () => sessions.start(robin));
    expect(sessions.find(first)).toBeUndefined();
    expect(sessions.find(ids.at(-1))).toBeDefined();
  });
});
