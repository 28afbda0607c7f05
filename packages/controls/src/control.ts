import type {
  Cluster,
  Environment,
  Exception,
  Platform,
  Profile,
  Size,
  Tenant,
} from '@tenantry/model';
import type { Mutation, Rule } from './admission/rule';
import type { Attack } from './attacks/attack';
import type { PartialObject } from './objects';

/** The shared thing a control protects; also the folder its file lives in. Reading order of pages and documents. */
export const components = [
  'namespace',
  'access',
  'resources',
  'network',
  'ingress',
  'dns',
  'api-server',
  'kubelet',
  'pods',
  'runtime',
  'nodes',
  'storage',
  'admission',
  'gitops',
] as const;

export type Component = (typeof components)[number];

/** Facts common to every scope. */
export interface PlatformContext {
  readonly platform: Platform;
  readonly clusters: readonly Cluster[];
}

/** One cluster, for what is rendered once per cluster. */
export interface ClusterContext {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** One environment of a tenant: one namespace on one cluster, overrides applied. */
export interface EnvironmentContext extends ClusterContext {
  readonly tenant: Tenant;
  readonly environment: Environment;
  readonly namespace: string;
  readonly profile: Profile & { readonly name: string };
  readonly size: Size & { readonly name: string };
  /** What is switched off in it. */
  readonly exceptions: readonly Exception[];
}

/** A tenant's presence on one cluster: at least one environment. */
export interface PlacementContext extends ClusterContext {
  readonly tenant: Tenant;
  readonly environments: readonly EnvironmentContext[];
}

/** A whole tenant, across its clusters. */
export interface TenantContext extends PlatformContext {
  readonly tenant: Tenant;
  readonly environments: readonly EnvironmentContext[];
}

/** What a change of a control's contribution means for isolation. */
export type Strength = 'tightened' | 'loosened' | 'changed' | 'unchanged';

/** A row of the attack catalogue that a control stops. */
export interface Stops {
  /** Catalogue id, such as `N03`. */
  readonly id: string;
  /** The attempt in a few words, as its author would say it. */
  readonly attempt: string;
}

/** Something in an environment that a cluster can't give. */
export interface Unsatisfiable {
  /** The field that asks for it, from the environment on, such as `['egress', 0, 'host']`. */
  readonly path: readonly (string | number)[];
  /** Which fact is missing, and the way out. */
  readonly reason: string;
}

/**
 * A right that a control keeps from tenants by not granting it. Leaving the control out means granting it, which is how
 * the mutation test tries whether an attack would notice.
 */
export interface Withheld {
  readonly role: 'admin' | 'developer' | 'viewer' | 'deployer';
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Whether the right would be given on the whole cluster; default: in the tenant's namespaces. */
  readonly clusterWide?: boolean;
}

/** Something that a control bounds by a quota and that people watch. */
export interface Gauge {
  /** In a word or two, such as `Memory`. */
  readonly title: string;
  /** Entries of the control's ResourceQuota that bound it; the fullest one is what counts. */
  readonly entries: readonly string[];
}

/** A part of a control whose absence nothing here can show, with the reason: what it would take, or why it is harmless. */
export interface Assumed {
  /**
   * As the mutation test names it: `NetworkPolicy default-deny`, `Namespace labels tenantry.dev/tenant`. `…` stands for a
   * name that differs between tenants or clusters.
   */
  readonly part: string;
  readonly why: string;
}

/**
 * One guard-rail: what it contributes to the rendered objects, the admission rules it needs, why it exists and which
 * attacks it stops. Everything else (files, plan, posture, pages) is derived from this.
 *
 * A contribution is a *partial object*. Partial objects of several controls that name the same object are merged into
 * one; two controls that disagree about a field are an error (see `merge.ts`).
 */
export interface Control {
  /** The file's name, and how a refusal names it. */
  readonly id: string;
  readonly title: string;
  readonly component: Component;
  /** Why the control exists, in at most two sentences. */
  readonly why: string;
  readonly references: readonly string[];
  readonly stops: readonly Stops[];
  /** Each row of `stops`, tried: what must be refused, and its twin that must be admitted. */
  readonly attacks: readonly Attack[];
  /** Rights that must stay out of every role; the attacks show that they do. */
  readonly withholds?: readonly Withheld[];
  /**
   * What is open in an environment whose exceptions name the control, in one plain sentence without its full stop: a reviewer
   * reads it. An exception leaves out its rules and nothing else, so the control can have nothing else but marks on the
   * Namespace. Default: it can't be excepted.
   */
  readonly whenExcepted?: string;
  /** What stays possible even so, one thing an entry: a reader should not have to find out. */
  readonly leavesOpen?: readonly string[];
  /** Parts that the mutation test leaves alone. */
  readonly assumed?: readonly Assumed[];

  /** Per environment: the Namespace and what lives in it. */
  readonly environment?: (
    context: EnvironmentContext,
  ) => readonly PartialObject[];
  /**
   * What it puts into the namespace only adds, and neither refuses, changes nor cuts off anything: it is applied where the
   * environment is observed, too. Default: it isn't. Marks on the Namespace itself always are.
   */
  readonly additive?: true;
  /** What it contributes per cluster, or per tenant and cluster, leaves out namespaces that are observed. */
  readonly sparesObserved?: true;
  /** Per tenant and cluster: what a tenant has once on each of its clusters. */
  readonly placement?: (context: PlacementContext) => readonly PartialObject[];
  /** Per tenant, applied where Argo CD runs. */
  readonly tenant?: (context: TenantContext) => readonly PartialObject[];
  /** Per cluster. */
  readonly cluster?: (context: ClusterContext) => readonly PartialObject[];
  /** Once, applied where Argo CD runs. */
  readonly platform?: (context: PlatformContext) => readonly PartialObject[];
  /** What of its ResourceQuota is shown as use; a short list, for a person. */
  readonly gauges?: readonly Gauge[];
  /** Admission rules, in force in every tenant namespace of every cluster. */
  readonly rules?: readonly Rule[];
  readonly mutations?: readonly Mutation[];

  /** Why the cluster can't have the control at all, where the environment is as well without it. */
  readonly unavailable?: (context: ClusterContext) => string | undefined;
  /** What the cluster can't give the environment, which then is refused: never weakened. */
  readonly unsatisfiable?: (
    context: EnvironmentContext,
  ) => readonly Unsatisfiable[];
  /** Whether the environment's choices call for the control. Default: always. */
  readonly appliesTo?: (context: EnvironmentContext) => boolean;
  /** Declared only while the tenant's folders hold nothing but rendered files. */
  readonly alone?: boolean;
  /** Environments of other tenants, as `tenant/environment`, that feel it when the contribution comes or goes. */
  readonly affects?: (
    context: EnvironmentContext,
    tenants: readonly Tenant[],
  ) => readonly string[];
  /** What a reviewer decides about, in the few words of a table cell. Absent where it is the same for everybody. */
  readonly summary?: (context: EnvironmentContext) => string;
  /** Compares two states of one environment. Default: `changed` where contributions differ. */
  readonly compare?: (
    before: EnvironmentContext,
    after: EnvironmentContext,
  ) => Strength;
}

const idPattern = /^[a-z]+(-[a-z]+)*$/;

/** Checks what the type can't say, and returns the control unchanged. */
export function defineControl(control: Control): Control {
  if (!idPattern.test(control.id))
    throw new Error(
      `control id ${JSON.stringify(control.id)} is not kebab-case`,
    );
  for (const { message } of control.rules ?? []) {
    if (message.startsWith(control.id)) {
      throw new Error(
        `${control.id}: a rule's message is prefixed with the control's id on its own`,
      );
    }
  }
  const why =
    control.whenExcepted === undefined ? undefined : whyNeverExcepted(control);
  if (why) throw new Error(`${control.id} can't be excepted: ${why}`);
  return control;
}

/** Everything besides rules; what `environment` makes is looked at where it is made. */
const besideRules = [
  'mutations',
  'placement',
  'tenant',
  'cluster',
  'platform',
  'withholds',
] as const satisfies readonly (keyof Control)[];

function whyNeverExcepted(control: Control): string | undefined {
  if (!control.whenExcepted?.trim()) return 'it does not say what is then open';
  const more = besideRules.filter(slot => control[slot] !== undefined);
  if (more.length > 0)
    return `it has ${more.join(', ')}, which an exception doesn't leave out`;
  const inNamespaces = (control.rules ?? []).flatMap(({ on }) => on);
  return inNamespaces.length > 0 && !inNamespaces.includes('namespaces')
    ? undefined
    : 'an exception leaves out rules about what lives in a namespace, and it has none, or others too';
}
