import type { PlatformContext } from '../control';
import type { JsonMap, PartialObject } from '../objects';

/** The cluster Argo CD itself runs on, in Argo CD's words. */
export const inCluster = 'https://kubernetes.default.svc';

/** An object of Argo CD's own, in its namespace. */
export function inArgo(
  { platform }: Pick<PlatformContext, 'platform'>,
  kind: string,
  name: string,
  rest: JsonMap,
): PartialObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    metadata: { name, namespace: platform.spec.argocd.namespace },
    ...rest,
  };
}
