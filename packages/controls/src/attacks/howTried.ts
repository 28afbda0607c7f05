import type { Attack } from './attack';

/** How an attack is tried, in the words that follow `tried`. */
export function howTried(attack: Attack): string {
  switch (attack.proof) {
    case 'api':
      return `on a real API server, as ${attack.as}`;
    case 'claim':
      return 'as a tenant file, which is refused';
    case 'shape':
      return 'on everything rendered';
    case 'argo-cd':
      return "by Argo CD's own code";
    case 'flow':
      return 'on a real API server, which names the flow that it counts in';
    case 'coredns':
      return 'on a real CoreDNS';
    case 'none':
      return `not here, needs a ${attack.needs}: ${attack.why}`;
    default:
      return attack satisfies never;
  }
}
