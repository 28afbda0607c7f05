import { kindsToObserve, type ObservedKind } from '@tenantry/controls';
import type { Tree } from '../tree';
import { declaredKinds } from './declaredKinds';

/**
 * What must be read of a cluster to compare it with what a repository declares for it.
 *
 * @param argoCd whether Argo CD runs there.
 */
export function observedKinds(
  tree: Tree,
  cluster: string,
  { argoCd }: { readonly argoCd: boolean },
): ObservedKind[] {
  const declared = declaredKinds(tree);
  return kindsToObserve([
    ...(declared.get(cluster) ?? []),
    ...(argoCd ? declared.get(undefined) ?? [] : []),
  ]);
}
