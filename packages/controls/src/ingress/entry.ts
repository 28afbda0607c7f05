import type { EnvironmentContext } from '../control';

/** The class of Ingress that the environment may use; `undefined` where it has none or a gateway of its own. */
export function ingressClassOf({
  profile,
  cluster,
}: EnvironmentContext): string | undefined {
  return profile.ingress === 'shared' ? cluster.spec.ingress?.class : undefined;
}

/** Where the environment's Gateway API listeners stand: on a Gateway of its own, or on the one that tenants share. */
export type Entry =
  | { readonly own: true; readonly gatewayClass: string }
  | { readonly own: false; readonly namespace: string; readonly name: string };

/** `undefined` where the cluster has no such gateway, or the environment no host to listen for. */
export function gatewayEntryOf({
  profile,
  cluster,
  environment,
}: EnvironmentContext): Entry | undefined {
  const { gateway } = cluster.spec;
  if (!gateway || environment.hosts.length === 0) return undefined;
  if (profile.ingress === 'own')
    return { own: true, gatewayClass: gateway.class };
  return gateway.shared && { own: false, ...gateway.shared };
}

/** Whether an Ingress of the environment can be admitted at all. */
export function canUseIngress(context: EnvironmentContext): boolean {
  return (
    context.environment.hosts.length > 0 &&
    ingressClassOf(context) !== undefined
  );
}

/** Whether a route of the Gateway API can be admitted at all. */
export function canUseGateway(context: EnvironmentContext): boolean {
  return gatewayEntryOf(context) !== undefined;
}
