import type { JsonMap, PartialObject } from '../objects';
import type {
  Actor,
  ApiAttack,
  ApiRequest,
  Attempt,
  Refusal,
  Stage,
} from './attack';
import { jsonPatch, mergePatch } from './overlay';
import { attack, attackName, whole } from './requests';

/** How an object can be written. */
export type Route =
  | 'create'
  | 'update'
  | 'merge patch'
  | 'JSON patch'
  | 'apply';

/** All of them; the ones that change an object need it to be there first, as the twin. */
export const everyRoute: readonly Route[] = [
  'create',
  'update',
  'merge patch',
  'JSON patch',
  'apply',
];

type Content = JsonMap | ((stage: Stage) => JsonMap);

export interface ObjectAttackOptions extends Pick<ApiAttack, 'where'> {
  readonly as?: Actor;
  readonly by?: Refusal;
  /** `networking.k8s.io/v1/ingresses`. */
  readonly resource: string;
  readonly kind: string;
  /** The object's fields besides apiVersion and kind; a name is filled in. */
  readonly attack: Content;
  readonly twin: Content;
  /** Default: every route. Fewer where the API server lets nobody change the field. */
  readonly routes?: readonly Route[];
  /** Further served versions of the resource, tried by `create`: `['v1beta1']`. */
  readonly versions?: readonly string[];
}

/** An attack by the content of an object, tried by every route that writes it. */
export function objectAttack(
  row: string,
  title: string,
  {
    resource,
    kind,
    attack: bad,
    twin,
    routes = everyRoute,
    versions = [],
    ...options
  }: ObjectAttackOptions,
): ApiAttack {
  return attack(
    row,
    title,
    stage => [
      ...routes.map(route => attempt(route, resource, kind, bad, twin, stage)),
      ...versions.map(version => {
        const parts = resource.split('/');
        const other = [...parts.slice(0, -2), version, parts.at(-1)].join('/');
        return {
          ...attempt('create', other, kind, bad, twin, stage),
          route: `create as ${version}`,
        };
      }),
    ],
    options,
  );
}

function contentOf(content: Content, stage: Stage): JsonMap {
  return typeof content === 'function' ? content(stage) : content;
}

function attempt(
  route: Route,
  resource: string,
  kind: string,
  attackContent: Content,
  twinContent: Content,
  stage: Stage,
): Attempt {
  const { namespace } = stage;
  const bad = whole(resource, kind, namespace, contentOf(attackContent, stage));
  const good = whole(resource, kind, namespace, contentOf(twinContent, stage));
  const to = { resource, namespace };
  const existing = { ...to, name: attackName };
  const request = (body: JsonMap): ApiRequest => {
    switch (route) {
      case 'create':
        return { verb: 'create', ...to, body };
      case 'update':
        return { verb: 'update', ...existing, body };
      case 'merge patch':
        return {
          verb: 'patch',
          ...existing,
          patch: 'merge',
          body: mergePatch(good, body),
        };
      case 'JSON patch':
        return {
          verb: 'patch',
          ...existing,
          patch: 'json',
          body: jsonPatch(good, body),
        };
      case 'apply':
        return { verb: 'patch', ...existing, patch: 'apply', body };
      default:
        throw new Error(`no route ${String(route satisfies never)}`);
    }
  };
  const needsObject = route !== 'create' && route !== 'apply';
  return {
    route,
    attack: request(bad),
    twin: request(needsObject ? touched(good) : good),
    ...(needsObject
      ? {
          given: [good],
        }
      : {}),
  };
}

/** The same object with a harmless change, so that the twin of a patch isn't empty. */
function touched(object: PartialObject): PartialObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...object.metadata.annotations,
        touched: 'yes',
      },
    },
  };
}
