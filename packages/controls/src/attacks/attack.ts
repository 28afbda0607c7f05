import type { EnvironmentContext } from '../control';
import type { Json, JsonMap, PartialObject } from '../objects';

/**
 * Who tries. `admin`, `developer` and `viewer` are the tenant's groups, `workload` a service account in its namespace,
 * `deployer` what Argo CD deploys as, `neighbour` an admin of another tenant, `anybody` authenticated and nothing else.
 * An `insider` holds every right in the namespace and on the Namespace, however gained: rules must hold against rights
 * that come from elsewhere.
 */
export type Actor =
  | 'admin'
  | 'developer'
  | 'viewer'
  | 'workload'
  | 'deployer'
  | 'neighbour'
  | 'anybody'
  | 'insider';

/** Where an attack takes place: an environment, and a neighbour on the same cluster. */
export interface Stage extends EnvironmentContext {
  readonly neighbour: {
    readonly tenant: string;
    readonly namespace: string;
    /** Groups of its admins, as the API server names them. */
    readonly adminGroups: readonly string[];
  };
}

/** One request to an API server. */
export interface ApiRequest {
  readonly verb:
    | 'get'
    | 'list'
    | 'create'
    | 'update'
    | 'patch'
    | 'delete'
    | 'deletecollection';
  /** `<group>/<version>/<resource>[/<subresource>]`, without the group for the core: `apps/v1/deployments/scale`. */
  readonly resource: string;
  /** Absent for what lives outside namespaces. */
  readonly namespace?: string;
  readonly name?: string;
  readonly body?: JsonMap | readonly Json[];
  /** How the body of a `patch` is meant: JSON merge patch, JSON patch or server-side apply. */
  readonly patch?: 'merge' | 'json' | 'apply';
}

/**
 * What a refusal must say. `rule`: the control's id, as all admission rules do. `rbac`: that the actor may not. The
 * others are plug-ins of the API server, told by their words; `says` is any other text.
 */
export type Refusal =
  | 'rule'
  | 'rbac'
  | 'pod-security'
  | 'quota'
  | 'limits'
  | { readonly says: string };

/** One way to try an attack, and the same request without the bad field, which must be admitted. */
export interface Attempt {
  /** `create`, `merge patch`, `in a Deployment` … */
  readonly route: string;
  readonly attack: ApiRequest;
  readonly twin: ApiRequest;
  /** Who makes both requests, where it isn't the attack's actor. */
  readonly as?: Actor;
  /** Who makes the twin, where the actor is what's wrong. `platform` holds every right there is. */
  readonly twinAs?: Actor | 'platform';
  /** Objects that must be there first; made for the attempt and taken away again. */
  readonly given?: readonly PartialObject[];
  /** Made after the twin until a quota is full, so that the attack is one too many; taken away again. */
  readonly fills?: readonly PartialObject[];
  /** What the refusal must say on this route, where it isn't what the attack says; several where any will do. */
  readonly by?: Refusal | readonly Refusal[];
}

interface AttackBase {
  /** Row of the attack catalogue, such as `P14`; one of the control's `stops`. */
  readonly row: string;
  /** The attempt in a few words, as its author would say it. */
  readonly title: string;
  /** Environments in which the attack makes sense. Default: wherever the control applies. */
  readonly where?: (context: EnvironmentContext) => boolean;
}

/** Tried on a real API server. */
export interface ApiAttack extends AttackBase {
  readonly proof: 'api';
  readonly as: Actor;
  readonly by: Refusal;
  readonly attempts: (stage: Stage) => readonly Attempt[];
}

/** A tenant file that must be refused before anything is rendered. Changes are merged into a good `spec`. */
export interface ClaimAttack extends AttackBase {
  readonly proof: 'claim';
  readonly attack: JsonMap;
  readonly twin: JsonMap;
  /** Part of the refusal. */
  readonly says: string;
}

/** What must hold of everything rendered, for however many tenants and clusters. */
export interface ShapeAttack extends AttackBase {
  readonly proof: 'shape';
  /** One line per violation; empty when it holds. */
  readonly violations: (objects: readonly PartialObject[]) => readonly string[];
}

/** A question that Argo CD's own code answers about the tenant's AppProject: `attack` no, `twin` yes. */
export interface ProjectAttack extends AttackBase {
  readonly proof: 'argo-cd';
  readonly attack: (stage: Stage) => ProjectQuestion;
  readonly twin: (stage: Stage) => ProjectQuestion;
}

/** Each is one of the questions that Argo CD asks itself before it deploys. */
export type ProjectQuestion = {
  /** An AppProject by name. Default: the tenant's. */
  readonly project?: string;
} & (
  | { readonly source: string }
  | {
      readonly destination: {
        readonly server: string;
        readonly namespace: string;
        /** What Argo CD calls the cluster. */
        readonly name?: string;
      };
    }
  | {
      readonly kind: {
        readonly group: string;
        readonly kind: string;
        readonly namespaced: boolean;
      };
    }
  /** May an Application of the project lie in this namespace? */
  | { readonly applicationsIn: string }
  /** Is this whom Argo CD deploys there as? */
  | {
      readonly account: {
        readonly server: string;
        readonly namespace: string;
        readonly user: string;
      };
    }
);

/**
 * A request that must count in one flow of the API server, whatever becomes of it, and one that must not: each answer
 * names the FlowSchema and the PriorityLevelConfiguration in its headers.
 */
export interface FlowAttack extends AttackBase {
  readonly proof: 'flow';
  readonly attack: FlowRequest;
  readonly twin: FlowRequest;
  /** Names of the FlowSchema and of its PriorityLevelConfiguration. */
  readonly flow: (stage: Stage) => {
    readonly schema: string;
    readonly level: string;
  };
}

export interface FlowRequest {
  /** An actor, or a service account of the namespace by its name. */
  readonly as: Actor | { readonly serviceAccount: string };
  /** A request, or the path of what isn't a resource. */
  readonly request: (stage: Stage) => ApiRequest | { readonly path: string };
}

/** A query that a real CoreDNS answers from the rendered Corefile: `attack` without an address, `twin` with one. */
export interface DnsAttack extends AttackBase {
  readonly proof: 'coredns';
  readonly attack: DnsQuery;
  readonly twin: DnsQuery;
}

export interface DnsQuery {
  readonly name: string;
  readonly type: 'A' | 'SRV' | 'PTR';
}

/** What can't be tried on an API server alone. The page says `unknown`, with this reason. */
export interface UnprovedAttack extends AttackBase {
  readonly proof: 'none';
  /** What it would take. */
  readonly needs: 'data plane' | 'node' | 'running Argo CD' | 'running CoreDNS';
  readonly why: string;
}

export type Attack =
  | ApiAttack
  | ClaimAttack
  | ShapeAttack
  | ProjectAttack
  | FlowAttack
  | DnsAttack
  | UnprovedAttack;
