import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useEffect } from 'react';

/** Calls back when the backend says that something changed; never where the app has no signals. */
export function useChanged(
  channel: string | undefined,
  onChanged: () => void,
): void {
  const signals = useApiHolder().get(signalApiRef);
  useEffect(() => {
    if (!signals || !channel) return undefined;
    const subscriber = signals.subscribe(channel, () => onChanged());
    return () => subscriber.unsubscribe();
  }, [signals, channel, onChanged]);
}
