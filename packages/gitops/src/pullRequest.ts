import type {
  ControlChange,
  EnvironmentPlan,
  ObjectChange,
  ObservedChange,
  Plan,
} from '@tenantry/controls';
import type { Tenant } from '@tenantry/model';
import type { Requester } from './commitMessage';
import { exceptionLines } from './exceptionLines';
import { code, link, plain, urlPath } from './markdown';
import { environmentTable } from './pullRequestTable';

export interface PullRequestInput {
  readonly plan: Plan;
  readonly tenant: Tenant;
  readonly branch: string;
  /** The commit on which removed files can still be read. */
  readonly baseCommit: string;
  readonly requestedBy?: Requester;
  /** Who else asked for what is on the branch, in that order. */
  readonly earlierRequesters?: readonly string[];
  /** How many requests are on the branch, with this one. Default: it alone. */
  readonly requests?: number;
  readonly repository: RepositoryPages;
  readonly portalUrl?: string;
  /** Characters that there is room for. Default: what every forge takes. */
  readonly longest?: number;
}

/** Where a person sees the repository. */
export interface RepositoryPages {
  readonly htmlUrl: string;
  /** Where the pages of files begin, before a ref and a path. Default: GitHub's. */
  readonly filesUrl?: string;
}

/** Forges take a little over 65,000 characters. */
export const longestBody = 60_000;
const longestTitle = 120;
/** A title that names more controls than these says nothing. */
const mostNamed = 3;

/** What is asked for, in names that were checked: no text of a person's own. */
export function pullRequestTitle(plan: Plan): string {
  const { tenant, environments } = plan;
  if (plan.kind === 'new') {
    const observed = environments.filter(each => each.observed).length;
    return `${tenant}: new tenant, ${counted(
      environments.length,
      'environment',
    )}${observed > 0 ? `, ${observed} observed` : ''}`;
  }
  const news = [
    ...named('add', environments, 'added'),
    ...named('remove', environments, 'removed'),
    ...observedNames(environments),
    ...strengths(environments),
  ];
  const title = `${tenant}: ${
    news.length > 0 ? news.join('; ') : 'new details'
  }`;
  return title.length <= longestTitle
    ? title
    : `${title.slice(0, longestTitle - 1)}…`;
}

/** The description as a reviewer reads it: what is loosened first, objects last. */
export function pullRequestBody(input: PullRequestInput): string {
  const { plan, tenant, longest = longestBody } = input;
  const { title, owner } = tenant.spec;
  const top = [
    ...removedLine(plan),
    ...observedLines(plan),
    ...exceptionLines(plan),
    ...loosenedLine(plan),
    `${askedBy(input)}${choices(tenant)} ` +
      `Tenant **${plain(title)}**, owned by ${plain(owner)}.`,
  ];
  const bottom = [
    ...unavailableLine(plan),
    `Others affected: ${
      plan.othersAffected.map(plain).join(', ') || 'nobody'
    }. ` + `Risk: ${plan.risk.level}, ${plain(plan.risk.reason)}.`,
    undo(plan),
  ];
  const spare = longest - [...top, ...bottom].join('\n\n').length - 4 * 2;
  const matrix = environmentTable(plan.environments, Math.floor(spare / 2));
  const details = objectDetails(input, spare - matrix.length);
  return `${[...top, matrix, ...bottom, details]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

/** Profile and size, and where an environment has others. */
function choices({ spec }: Tenant): string {
  const others = spec.environments.flatMap(({ name, profile, size }) => {
    const own = [
      ...(profile === undefined || profile === spec.profile
        ? []
        : [`profile **${plain(profile)}**`]),
      ...(size === undefined || size === spec.size
        ? []
        : [`size **${plain(size)}**`]),
    ];
    return own.length > 0 ? [`${plain(name)} has ${own.join(', ')}`] : [];
  });
  const usual = `Profile ${plain(spec.profile)}, size ${plain(spec.size)}`;
  return `${[usual, ...others].join('; ')}.`;
}

function removedLine({ environments }: Plan): string[] {
  const removed = environments
    .filter(({ change }) => change === 'removed')
    .map(
      ({ environment, cluster, namespace }) =>
        `${plain(environment)} on ${plain(cluster)} (namespace ${plain(
          namespace,
        )})`,
    );
  return removed.length > 0
    ? [`**Removes:** ${removed.join('; ')}, with everything in it`]
    : [];
}

/** One line for each environment whose rules only warn, or begin to be in force: it decides what all others mean. */
function observedLines({ environments }: Plan): string[] {
  return environments.flatMap(({ change, cluster, namespace, observed }) => {
    if (!observed || change === 'removed') return [];
    const { before, after, notApplied } = observed;
    const place = `${plain(cluster)} / ${plain(namespace)}`;
    if (after === undefined)
      return before === undefined
        ? []
        : [`**Enforces:** ${place}, which was observed until ${plain(before)}`];
    const moved =
      before !== undefined && before !== after
        ? ` (before: ${plain(before)})`
        : '';
    const missing =
      notApplied.length > 0
        ? ` Not applied: ${shortened(notApplied.map(plain).join(', '))}.`
        : '';
    return [
      `**Not isolated:** ${place} is observed until ${plain(
        after,
      )}${moved}: its rules audit and warn, and refuse nothing.${missing}`,
    ];
  });
}

function undo({ kind, environments }: Plan): string {
  if (environments.some(({ change }) => change === 'removed')) {
    return 'Undo: revert the merge before somebody confirms the deletion of the namespace; afterwards what was in it is gone.';
  }
  return kind === 'new'
    ? 'Undo: revert the merge; the namespaces stay until somebody confirms their deletion.'
    : 'Undo: revert the merge.';
}

function loosenedLine({ environments }: Plan): string[] {
  const loosened = environments
    .filter(({ change }) => change === 'changed')
    .flatMap(environment =>
      environment.controls
        .filter(({ change }) => change === 'loosened' || change === 'removed')
        .map(control => loosening(environment, control)),
    );
  if (loosened.length === 0) return [];
  const shown = loosened.slice(0, 20);
  const rest = loosened.length - shown.length;
  return [
    `**Loosens:** ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
  ];
}

function loosening(
  { cluster, namespace }: EnvironmentPlan,
  { control, title, change, before, after }: ControlChange,
): string {
  const told = before === undefined && after === undefined;
  const gone = change === 'removed' ? 'removed' : 'changed';
  const how = told
    ? gone
    : `${shortened(before ?? 'nothing')} → ${shortened(after ?? 'nothing')}`;
  return `${plain(title)} (${code(control)}) on ${plain(cluster)} / ${plain(
    namespace,
  )}: ${plain(how)}`;
}

/** Said once for all environments: it isn't news, but nobody should take it for granted. */
function unavailableLine({ environments }: Plan): string[] {
  const missing = new Map<string, { title: string; clusters: Set<string> }>();
  for (const { cluster, controls } of environments)
    for (const { control, title, unavailable } of controls) {
      if (unavailable === undefined) continue;
      const key = `${control} ${unavailable}`;
      const known = missing.get(key) ?? { title, clusters: new Set() };
      known.clusters.add(cluster);
      missing.set(key, known);
    }
  if (missing.size === 0) return [];
  const list = Array.from(
    missing.values(),
    ({ title, clusters }) =>
      `${plain(title)} (${[...clusters].map(plain).join(', ')})`,
  );
  return [`Not available there: ${list.join('; ')}.`];
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

function askedBy({
  requestedBy,
  earlierRequesters = [],
  requests = 1,
  portalUrl,
}: PullRequestInput): string {
  if (!requestedBy) return '';
  const groups = (requestedBy.groups ?? []).slice(0, 10);
  const belonging =
    groups.length > 0
      ? ` (${groups.length === 1 ? 'group' : 'groups'} ${groups
          .map(plain)
          .join(', ')})`
      : '';
  const where = portalUrl ? ` in ${link('the portal', portalUrl)}` : '';
  const before =
    earlierRequesters.length > 0
      ? ` Before, on this branch: ${earlierRequesters.map(plain).join(', ')}.`
      : '';
  const place =
    requests > 1
      ? ` It is request ${requests} on this branch, a commit of its own, and takes the place of what was asked for before.`
      : '';
  return `Asked by ${plain(
    requestedBy.ref,
  )}${belonging}${where}.${before}${place} `;
}

function objectDetails(input: PullRequestInput, room: number): string {
  const { objects } = input.plan;
  if (objects.length === 0) return '';
  const head = `<details>\n<summary>${counted(
    objects.length,
    'object',
  )}, by kind</summary>\n\n`;
  const foot = '\n</details>';
  const lines: string[] = [];
  let left = room - head.length - foot.length - 'and 100000 more\n'.length;
  for (const object of byKind(objects)) {
    const line = objectLine(input, object);
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const missing = objects.length - lines.length;
  if (missing > 0) lines.push(`- and ${missing} more`);
  return `${head}${lines.join('\n')}${foot}`;
}

function objectLine(input: PullRequestInput, object: ObjectChange): string {
  const { repository, branch, baseCommit } = input;
  const removed = object.change === 'removed';
  const at = removed ? baseCommit : urlPath(branch);
  const { filesUrl = `${repository.htmlUrl}/blob` } = repository;
  const url = `${filesUrl}/${at}/${urlPath(object.path)}`;
  const name = plain(
    object.namespace ? `${object.namespace}/${object.name}` : object.name,
  );
  const place = object.cluster ? ` on ${plain(object.cluster)}` : '';
  return `- ${object.change}: ${plain(object.kind)} ${link(name, url)}${place}`;
}

function byKind(objects: readonly ObjectChange[]): ObjectChange[] {
  const order = [...new Set(objects.map(({ kind }) => kind))].sort();
  return order.flatMap(kind => objects.filter(object => object.kind === kind));
}

function named(
  verb: string,
  environments: readonly EnvironmentPlan[],
  change: EnvironmentPlan['change'],
): string[] {
  const names = environments
    .filter(environment => environment.change === change)
    .map(({ environment }) => environment);
  return names.length > 0 ? [`${verb} ${names.join(', ')}`] : [];
}

function observedNames(environments: readonly EnvironmentPlan[]): string[] {
  const names = (wanted: (change: ObservedChange) => boolean) =>
    environments
      .filter(({ change }) => change === 'changed')
      .filter(({ observed }) => observed && wanted(observed))
      .map(({ environment }) => environment);
  const observing = names(({ before, after }) => !!after && before !== after);
  const enforcing = names(({ after }) => !after);
  return [
    ...(observing.length > 0 ? [`observe ${observing.join(', ')}`] : []),
    ...(enforcing.length > 0 ? [`enforce ${enforcing.join(', ')}`] : []),
  ];
}

const verbs = [
  ['loosen', ['loosened', 'removed']],
  ['tighten', ['tightened', 'added']],
  ['change', ['changed']],
] as const;

function strengths(environments: readonly EnvironmentPlan[]): string[] {
  const controls = environments
    .filter(({ change }) => change === 'changed')
    .flatMap(environment => environment.controls);
  return verbs.flatMap(([verb, changes]) => {
    const ids = controls
      .filter(({ change }) => changes.some(wanted => wanted === change))
      .map(({ control }) => control);
    const distinct = [...new Set(ids)];
    if (distinct.length === 0) return [];
    return distinct.length > mostNamed
      ? [`${verb} ${distinct.length} controls`]
      : [`${verb} ${distinct.join(', ')}`];
  });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
