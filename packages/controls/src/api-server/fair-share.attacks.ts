import type {
  Actor,
  Attack,
  FlowAttack,
  FlowRequest,
  Stage,
} from '../attacks/attack';
import { isMap } from '../merge';
import type { Json, PartialObject } from '../objects';
import { schemaOf, tenantsLevel } from './flows';

/** Shares of the levels that every API server has. */
const defaultShares = 245;

const flow: FlowAttack['flow'] = ({ tenant }) => ({
  schema: schemaOf(tenant.metadata.name),
  level: tenantsLevel,
});
const pods = 'v1/pods';
const here: FlowRequest['request'] = ({ namespace }) => ({
  verb: 'list',
  resource: pods,
  namespace,
});

/** A request that counts for the tenant; its twin, by default the same by a neighbour, doesn't. */
function counted(
  row: string,
  title: string,
  as: FlowRequest['as'],
  request = here,
  twin: FlowRequest = { as: 'neighbour', request },
): FlowAttack {
  return {
    proof: 'flow',
    row,
    title,
    attack: { as, request },
    twin,
    flow,
    where: ({ tenant }) => hasPeople(tenant.spec.access, as),
  };
}

/** Whether the tenant has anybody of its own in that role; others in it may be of the platform's support groups. */
function hasPeople(
  access: Readonly<Record<'admins' | 'developers' | 'viewers', string[]>>,
  as: FlowRequest['as'],
): boolean {
  const lists: Partial<Record<Actor, readonly string[]>> = {
    developer: access.developers,
    viewer: access.viewers.filter(
      group => ![...access.admins, ...access.developers].includes(group),
    ),
  };
  return typeof as !== 'string' || (lists[as]?.length ?? 1) > 0;
}

function flowSchemas(objects: readonly PartialObject[]) {
  return objects
    .filter(({ kind }) => kind === 'FlowSchema')
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      spec: isMap(spec) ? spec : {},
    }));
}

function sharesOf({ spec }: PartialObject): number {
  const limited = isMap(spec) ? spec.limited : undefined;
  return isMap(limited) ? Number(limited.nominalConcurrencyShares) : 0;
}

function isBetween(
  value: Json | undefined,
  least: number,
  most: number,
): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

export const fairShareAttacks: readonly Attack[] = [
  ...(['admin', 'developer', 'workload', 'deployer'] as const).map(actor =>
    counted('F01', `list the pods of its namespace, as ${actor}`, actor),
  ),
  counted('F01', 'list the pods of all namespaces', 'developer', () => ({
    verb: 'list',
    resource: pods,
  })),
  counted('F01', 'read the descriptions of all kinds', 'developer', () => ({
    path: '/openapi/v2',
  })),
  counted('F01', 'list the pods of a namespace, as viewer', 'viewer', here, {
    as: 'viewer',
    request: ({ neighbour }: Stage) => ({
      verb: 'list',
      resource: pods,
      namespace: neighbour.namespace,
    }),
  }),
  counted('F03', 'go on with another service account', {
    serviceAccount: 'one-more',
  }),
  {
    proof: 'shape',
    row: 'F03',
    title: 'divide a tenant into several flows',
    violations: objects =>
      flowSchemas(objects)
        .filter(({ spec }) => 'distinguisherMethod' in spec)
        .map(({ name }) => `${name} tells one account from another`),
  },
  {
    proof: 'shape',
    row: 'F04',
    title: "take the seats of the cluster's own requests",
    violations: objects => {
      const levels = objects
        .filter(({ kind }) => kind === 'PriorityLevelConfiguration')
        .map(level => [level.metadata.name, sharesOf(level)] as const);
      // The same on every cluster.
      const ours = [...new Map(levels).values()].reduce(
        (sum, each) => sum + each,
        0,
      );
      return ours > (defaultShares + ours) / 4
        ? [`tenants have ${ours} of ${defaultShares + ours} shares`]
        : [];
    },
  },
  {
    proof: 'shape',
    row: 'F04',
    title: 'stand before the system, or behind the catch-alls',
    violations: objects =>
      flowSchemas(objects)
        .filter(({ spec }) => !isBetween(spec.matchingPrecedence, 1000, 8999))
        .map(({ name }) => `${name} has another precedence`),
  },
];
