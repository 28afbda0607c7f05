/** Why a network policy can't be proved here. */
export const storedOnly =
  'An API server stores network policies; whether packets follow them, only a cluster with its network plugin shows.';
