import type { Effect, Judgement, ObjectReport } from '../disposition';

/** A judgement and what becomes of its object, without the object itself. */
export function objectReport(
  { found, disposition, by, notes }: Judgement,
  effect: Effect,
): ObjectReport {
  const { kind, metadata } = found.object;
  return {
    place: found.place,
    kind,
    name: metadata.name,
    ...(metadata.namespace === undefined
      ? {}
      : { namespace: metadata.namespace }),
    disposition,
    by,
    notes,
    effect,
  };
}
