import type { Path } from './paths';
import type { Problem } from './problems';

/** Why a value is refused, and a value that would be accepted. */
export interface Complaint {
  message: string;
  example?: string;
}

/** The complaint, if there is one, as a problem at a path. */
export function problemsAt(
  path: Path,
  complaint: Complaint | undefined,
): Problem[] {
  return complaint ? [{ path, ...complaint }] : [];
}
