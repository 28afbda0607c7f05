/** What somebody typed, understood, or why not and what would have been. */
export type ReadValue<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly example: string };
