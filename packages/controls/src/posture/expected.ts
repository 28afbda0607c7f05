import type { EnvironmentContext } from '../control';
import type { RenderedObject } from '../render';
import type { Placed } from './placed';

/** Where a rendered object belongs, and which controls are behind it. */
type Belonging = Pick<RenderedObject, 'cluster' | 'environment' | 'controls'>;

/** An object that environments depend on: enough of it to find it again, and no more, for a fleet has a hundred thousand. */
export interface ExpectedObject extends Placed, Belonging {
  /**
   * What the repository holds of it, where that is what rendering gives; absent where it isn't. Equal texts are equal
   * objects.
   */
  readonly text?: string;
}

/** @param text as the repository holds it, if that is what rendering gives. */
export function expectedObject(
  { object, cluster, environment, controls }: Placed & Belonging,
  text: string | undefined,
): ExpectedObject {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  return {
    object: {
      apiVersion,
      kind,
      metadata: namespace === undefined ? { name } : { name, namespace },
    },
    cluster,
    environment,
    controls,
    text,
  };
}

/** Controls all of whose objects the repository holds as rendered. */
export function controlsAsRendered(
  expected: readonly ExpectedObject[],
): ReadonlySet<string> {
  const controls = new Set<string>();
  for (const object of expected)
    for (const control of object.controls) controls.add(control);
  for (const object of expected) {
    if (object.text !== undefined) continue;
    for (const control of object.controls) controls.delete(control);
  }
  return controls;
}

/** Whether an environment depends on it: not on what its tenant has on other clusters, nor in its other environments. */
export function isBehind(
  { cluster, environment }: Pick<Belonging, 'cluster' | 'environment'>,
  context: EnvironmentContext,
): boolean {
  return (
    (cluster === undefined || cluster === context.cluster.metadata.name) &&
    (environment === undefined || environment === context.environment.name)
  );
}
