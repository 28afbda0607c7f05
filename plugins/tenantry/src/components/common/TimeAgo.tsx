import { useNow } from '../../hooks/useNow';
import { timeAgo } from './timeAgo';

/** A time as its age; the exact one on hover. */
export function TimeAgo({ time }: { time: string }) {
  const now = useNow();
  const exact = new Date(time);
  return (
    <time
      dateTime={time}
      title={Number.isNaN(exact.getTime()) ? time : exact.toLocaleString()}
    >
      {timeAgo(time, now)}
    </time>
  );
}
