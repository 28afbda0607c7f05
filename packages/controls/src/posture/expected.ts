import type { EnvironmentContext } from '../control';
import type { RenderedObject } from '../render';
import type { Placed } from './placed';

/** An object that an environment depends on: enough of it to find it again, and no more, for a fleet has a hundred thousand. */
export interface ExpectedObject extends Placed {
  /** Ids of the controls behind it. */
  readonly controls: readonly string[];
  /**
   * What the repository holds of it, where that is what rendering gives; absent where it isn't. Equal texts are equal
   * objects.
   */
  readonly text?: string;
}

/** @param text as the repository holds it, if that is what rendering gives. */
export function expectedObject(
  { object, cluster, controls }: RenderedObject,
  text: string | undefined,
): ExpectedObject {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  return {
    object: {
      apiVersion,
      kind,
      metadata: { name, ...(namespace ? { namespace } : {}) },
    },
    ...(cluster === undefined ? {} : { cluster }),
    controls,
    ...(text === undefined ? {} : { text }),
  };
}

/** Whether an environment depends on it: not on what its tenant has on other clusters, nor in its other environments. */
export function isBehind(
  { cluster, environment }: Pick<RenderedObject, 'cluster' | 'environment'>,
  context: EnvironmentContext,
): boolean {
  return (
    (cluster === undefined || cluster === context.cluster.metadata.name) &&
    (environment === undefined || environment === context.environment.name)
  );
}
