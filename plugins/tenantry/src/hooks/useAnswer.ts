import { useCallback, useEffect, useState } from 'react';
import { isForbidden } from '../api/isForbidden';
import { useChanged } from './useChanged';

const REFRESH_MILLISECONDS = 20_000;

export interface Answer<T> {
  /** The newest answer; that to the last question is kept while the next one is on its way, unless it may no longer be seen. */
  readonly value?: T;
  /** Whether `value` answers another question than the one that is asked now. */
  readonly isOld: boolean;
  /** Why the last question got no answer. */
  readonly error?: Error;
  refresh(): void;
}

/**
 * The answer to a question, asked again when something changed, and from time to time.
 *
 * @param ask - a new question is a new function
 * @param channel - where the backend says that something changed, where that is known beforehand
 */
export function useAnswer<T>(
  ask: () => Promise<T>,
  channel?: string,
): Answer<T> {
  const [answer, setAnswer] = useState<{
    ask?: () => Promise<T>;
    value?: T;
    error?: Error;
  }>({});
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn(current => current + 1), []);
  useChanged(channel, refresh);

  useEffect(() => {
    let abandoned = false;
    ask().then(
      value => !abandoned && setAnswer({ ask, value }),
      error =>
        !abandoned &&
        setAnswer(last => ({
          ask,
          value: isForbidden(error) ? undefined : last.value,
          error,
        })),
    );
    const timer = setTimeout(refresh, REFRESH_MILLISECONDS);
    return () => {
      abandoned = true;
      clearTimeout(timer);
    };
  }, [ask, turn, refresh]);

  const isOld = answer.ask !== ask;
  return {
    value: answer.value,
    isOld,
    error: isOld ? undefined : answer.error,
    refresh,
  };
}
