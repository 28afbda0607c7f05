import { useEffect, useState } from 'react';

/** The time, renewed every few seconds, for what says "12 s ago". */
export function useNow(everyMilliseconds = 5_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds);
    return () => clearInterval(timer);
  }, [everyMilliseconds]);
  return now;
}
