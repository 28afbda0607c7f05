import type { JsonMap, PartialObject } from '../objects';
import type {
  Actor,
  ApiAttack,
  ApiRequest,
  Attempt,
  Refusal,
  Stage,
  UnprovedAttack,
} from './attack';

/** The name of what an attack creates. Refused objects never exist; twins are taken away again. */
export const attackName = 'tenantry-attack';

type Options = {
  readonly where?: ApiAttack['where'];
  readonly as?: Actor;
  readonly by?: Refusal;
};

/** An attack given as its attempts. */
export function attack(
  row: string,
  title: string,
  attempts: (stage: Stage) => readonly Attempt[],
  { as = 'developer', by = 'rule', where }: Options = {},
): ApiAttack {
  return {
    proof: 'api',
    row,
    title,
    as,
    by,
    attempts,
    ...(where ? { where } : {}),
  };
}

/** A right that no role gives: the request is fine, the one who makes it isn't. */
export function withheld(
  row: string,
  title: string,
  as: Actor,
  request: (stage: Stage) => ApiRequest | readonly ApiRequest[],
  options: Pick<ApiAttack, 'where'> = {},
): ApiAttack {
  return attack(
    row,
    title,
    stage =>
      [request(stage)].flat().map(item => ({
        route: `${item.verb} ${item.resource.split('/').slice(-2).join('/')}`,
        attack: item,
        twin: item,
        twinAs: 'platform',
      })),
    { ...options, as, by: 'rbac' },
  );
}

/** An attack that only nodes, a data plane or a running Argo CD could try. */
export function unproved(
  row: string,
  title: string,
  needs: UnprovedAttack['needs'],
  why: string,
): UnprovedAttack {
  return { proof: 'none', row, title, needs, why };
}

/** `networking.k8s.io/v1/ingresses` → `networking.k8s.io/v1`. */
export function apiVersionOf(resource: string): string {
  const parts = resource.split('/');
  return parts[0] === 'v1' ? 'v1' : parts.slice(0, 2).join('/');
}

export function create(
  resource: string,
  kind: string,
  namespace: string | undefined,
  object: JsonMap,
): ApiRequest {
  return {
    verb: 'create',
    resource,
    ...(namespace ? { namespace } : {}),
    body: whole(resource, kind, namespace, object),
  };
}

/** An object with its type and a name, whatever else it holds. */
export function whole(
  resource: string,
  kind: string,
  namespace: string | undefined,
  object: JsonMap,
): PartialObject {
  const { metadata, ...others } = object;
  return {
    apiVersion: apiVersionOf(resource),
    kind,
    ...others,
    metadata: {
      name: attackName,
      ...(namespace ? { namespace } : {}),
      ...(metadata as JsonMap | undefined),
    },
  };
}
