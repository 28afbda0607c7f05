import {
  deployersNamespace,
  groupsWithRole,
  registry,
} from '@tenantry/controls';
import type { Control, EnvironmentContext } from '@tenantry/controls';
import type { Environment, Finding, Path } from '@tenantry/model';
import { childrenOf } from './cluster/children';
import type { Child } from './cluster/children';
import {
  leavesClassOpen,
  withDefaults,
  withResources,
} from './cluster/defaults';
import { placeOf } from './cluster/place';
import type { Place } from './cluster/place';
import { escalations } from './judge/escalation';
import { limitViolations } from './judge/limits';
import { quotaTally, quotaViolations, replicasOf } from './judge/quota';
import type { QuotaTally } from './judge/quota';
import { rightViolations } from './judge/rights';
import type { Applier } from './judge/rights';
import { mutated, ruleViolations } from './judge/rules';
import type { Mutated, Requester } from './judge/rules';
import { warning } from './judge/violation';
import type { Violation } from './judge/violation';
import type { Manifest } from './manifests/readManifests';
import { podSecurityViolations } from './podSecurity/podSecurity';
import { textAt } from './value';
import type { ValueMap } from './value';

export interface LintOptions {
  /** Who applies the manifests. Default: the tenant's deployer, as Argo CD does. */
  readonly as?: Applier;
  /** Default: every control that ships. */
  readonly controls?: readonly Control[];
}

/**
 * What an environment's cluster would refuse of these manifests, were they created there, in their order. Errors are what
 * is refused, or whose pods are; warnings what can never work, or depends on what isn't in the manifests.
 *
 * @param context - the environment; a Stage of the attack suite is one, too.
 */
export function lintObjects(
  manifests: readonly Manifest[],
  context: EnvironmentContext,
  options: LintOptions = {},
): Finding[] {
  return openLinter(context, options)(manifests);
}

/** Lints as `lintObjects` does, any number of times: the rules of the environment are read once. */
export type Linter = (manifests: readonly Manifest[]) => Finding[];

/** A linter for one environment. */
export function openLinter(
  context: EnvironmentContext,
  { as = 'deployer', controls = registry }: LintOptions = {},
): Linter {
  const { observed } = context.environment;
  const place = placeOf(enforced(context), controls);
  const requester = requesterOf(as, context);
  return manifests => {
    const tally = quotaTally(place);
    return manifests.flatMap(manifest =>
      located(
        violationsOf(manifest.object, as, requester, place, tally, observed),
        manifest,
      ),
    );
  };
}

function violationsOf(
  object: ValueMap,
  as: Applier,
  requester: Requester,
  place: Place,
  tally: QuotaTally,
  observed: Environment['observed'],
): Violation[] {
  const refused = rightViolations(object, as, place);
  // Another namespace has rules of its own.
  if (refused.some(({ path }) => path.includes('namespace'))) return refused;
  const byRules = [
    ...judge(object, requester, place),
    ...tally.count(object),
    ...running(object, place, tally),
  ];
  return [
    ...refused,
    ...escalations(object, as, place),
    ...(observed ? byRules.map(rule => onlyTold(rule, observed)) : byRules),
  ];
}

/** As it will be: an observed environment has rights of its own already, and rules that refuse nothing yet. */
function enforced(context: EnvironmentContext): EnvironmentContext {
  const { observed: _, ...environment } = context.environment;
  return { ...context, environment };
}

function onlyTold(
  { message, ...violation }: Violation,
  { until }: NonNullable<Environment['observed']>,
): Violation {
  return {
    ...violation,
    level: 'warning',
    message: `${message} (refused once the environment is no longer observed, by ${until})`,
  };
}

function requesterOf(as: Applier, context: EnvironmentContext): Requester {
  const { tenant } = context;
  if (as === 'deployer')
    return account(
      `system:serviceaccount:${deployersNamespace}:${tenant.metadata.name}`,
      deployersNamespace,
    );
  return {
    username: `${tenant.metadata.name}:${as}`,
    groups: [...groupsWithRole(context, as), 'system:authenticated'],
  };
}

/**
 * The object, as it would be stored, and then what controllers make of it, as far as it adds something.
 *
 * @param said - messages about what the object is made of
 */
function judge(
  written: ValueMap,
  requester: Requester,
  place: Place,
  said: ReadonlySet<string> = new Set(),
): Violation[] {
  const whole = stored(written, requester, place);
  const { object, faults } = whole;
  const broken = ruleViolations(whole, requester, place, said);
  // Nothing else can be said of what is no object of its kind, nor of what would be made of it.
  const invalid = broken.filter(({ rule }) => rule === 'invalid');
  if (faults.length > 0 || invalid.length > 0)
    return faults.length > 0 ? invalid : broken;
  const filled = isPod(object) ? withResources(object, place) : object;
  const own = [
    ...assumptions(written, place),
    ...broken,
    ...(isPod(object)
      ? [
          ...limitViolations(filled, place),
          ...podSecurityViolations(object, place),
        ]
      : []),
    ...quotaViolations(filled, place),
  ].filter(({ message }) => !said.has(message));
  const told = new Set([...said, ...own.map(({ message }) => message)]);
  return [
    ...own,
    ...childrenOf(object).flatMap(child =>
      judge(child.object, controllerOf(child), place, told).map(violation =>
        ofChild(violation, child),
      ),
    ),
  ];
}

/** What is admitted only if the cluster is as it is taken to be. */
function assumptions(object: ValueMap, place: Place): Violation[] {
  const { storageClasses } = place.context.cluster.spec;
  return leavesClassOpen(object) && storageClasses.length > 0
    ? [
        warning(
          'storage-classes',
          `storageClassName is left to the cluster's default class, which has to be one that the platform offers: ${storageClasses.join(
            ', ',
          )}`,
          ['spec'],
        ),
      ]
    : [];
}

const inWords: Readonly<Record<string, string>> = {
  Pod: 'its pods are refused',
  Job: 'its jobs are refused',
  PersistentVolumeClaim: 'its claims are refused',
};

function ofChild({ path, message, ...rest }: Violation, child: Child) {
  const prefix = inWords[textAt(child.object, 'kind') ?? ''];
  return {
    ...rest,
    message: message.startsWith('its ') ? message : `${prefix}: ${message}`,
    path: child.origin(path),
  };
}

/** A controller of the cluster has an account in kube-system. */
function controllerOf({ user }: Child): Requester {
  return account(user, 'kube-system');
}

/** A service account, with the groups that the API server gives it. */
function account(username: string, namespace: string): Requester {
  return {
    username,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
  };
}

function stored(
  written: ValueMap,
  requester: Requester,
  place: Place,
): Mutated {
  return mutated(withDefaults(written, place), requester, place);
}

function isPod(object: ValueMap): boolean {
  return (
    textAt(object, 'apiVersion') === 'v1' && textAt(object, 'kind') === 'Pod'
  );
}

/** Whether the pods that a workload keeps fit, all of them. */
function running(
  object: ValueMap,
  place: Place,
  tally: QuotaTally,
): Violation[] {
  const replicas = replicasOf(object);
  if (replicas === undefined) return [];
  return childrenOf(object)
    .filter(child => isPod(child.object))
    .flatMap(child => {
      const { object: pod } = stored(child.object, controllerOf(child), place);
      return tally.run(withResources(pod, place), replicas);
    });
}

function located(
  violations: readonly Violation[],
  { file, locate }: Manifest,
): Finding[] {
  return violations.map(violation => {
    const path: Path = [...violation.path];
    return { ...violation, path, file, ...locate(path) };
  });
}
