import { clusterRoleName } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';
import type { Role } from '@tenantry/model';
import { judged } from '../disposition';
import type { Judgement, Note } from '../disposition';
import { groupNamed, standInOf, subjectsOf } from '../people';
import type { Subject } from '../people';
import type { FoundObject } from '../read/readNamespaces';
import { compareRights, isRole, roleRefOf } from '../rights/roles';
import type { RoleBook } from '../rights/roles';
import { rightWords } from '../rights/rights';
import type { Right } from '../rights/rights';

/** What is known about rights where a namespace is. */
export interface AccessSituation {
  readonly book: RoleBook;
  /** Rights of our roles on the cluster. */
  readonly ours: Readonly<Record<Role, readonly Right[]>>;
  /** Groups that the tenant's file names, with their role. */
  readonly own: ReadonlyMap<string, Role>;
  /** Groups that are bound everywhere, by the platform or by its suggestion. */
  readonly support: ReadonlySet<string>;
  /** What the API server puts before the names of groups. */
  readonly prefix: string;
  readonly namespace: string;
}

export function isAccess(object: KubernetesObject): boolean {
  return isRole(object, 'Role') || isRole(object, 'RoleBinding');
}

export function mapAccess(
  found: FoundObject,
  situation: AccessSituation,
): Judgement {
  return isRole(found.object, 'Role')
    ? mapRole(found, situation)
    : mapBinding(found, situation);
}

/** A Role of the namespace's own stays, for a tenant may have some; what it gives beyond any tenant's is told. */
function mapRole(
  found: FoundObject,
  { book, ours, namespace }: AccessSituation,
): Judgement {
  const rights = book.role(namespace, found.object.metadata.name) ?? [];
  return judged(found, roleNotes(rights, ours.admin), 'extra');
}

function roleNotes(rights: readonly Right[], most: readonly Right[]): Note[] {
  const { lost, meaningless } = compareRights(rights, most);
  const wildcards = lost.filter(
    ({ group, resource, verb }) =>
      [group, verb].includes('*') || resource.includes('*'),
  );
  const named = lost.filter(right => !wildcards.includes(right));
  return [
    ...(wildcards.length > 0
      ? [
          {
            disposition: 'weaker' as const,
            control: 'role-guard',
            matter: 'a Role with wildcards',
            detail: rightWords(wildcards).join('; '),
          },
        ]
      : []),
    ...(named.length > 0
      ? [
          {
            disposition: 'weaker' as const,
            control: 'tenant-roles',
            matter: 'a Role with rights that no tenant has',
            detail: rightWords(named).join('; '),
          },
        ]
      : []),
    ...(meaningless.length > 0
      ? [
          {
            disposition: 'extra' as const,
            matter: 'a Role with rights that mean nothing',
            detail: [...new Set(meaningless.map(({ reason }) => reason))].join(
              '; ',
            ),
          },
        ]
      : []),
  ];
}

function mapBinding(found: FoundObject, situation: AccessSituation): Judgement {
  const { object } = found;
  const role = standInOf(object);
  const subjects = subjectsOf(object);
  const who = subjects.flatMap(subject =>
    subjectNote(subject, role, situation),
  );
  const what = role
    ? standInNotes(object, role, situation)
    : otherRoleNotes(object, situation);
  const twice = subjects.length - new Set(subjects.map(subjectKey)).size;
  const again: Note[] =
    twice > 0
      ? [
          {
            disposition: 'exact',
            matter: 'a RoleBinding that names somebody twice',
            detail: `${twice} times`,
          },
        ]
      : [];
  return judged(
    found,
    [...what, ...who, ...again],
    role && what.length === 0 && who.length === 0 ? 'exact' : 'extra',
    role ? ['role-bindings'] : [],
  );
}

/** Our role in place of a built-in one. */
function standInNotes(
  object: KubernetesObject,
  role: Role,
  { book, ours }: AccessSituation,
): Note[] {
  const name = roleRefOf(object)?.name ?? '';
  if (name === clusterRoleName(role)) return [];
  const { lost } = compareRights(book.clusterRole(name) ?? [], ours[role]);
  if (lost.length === 0) return [];
  return [
    {
      disposition: 'weaker',
      control: 'tenant-roles',
      matter: `binds the ClusterRole ${name}, which gives more than ${clusterRoleName(
        role,
      )}`,
      detail: `${lost.length} rights more`,
      tightens: true,
    },
  ];
}

/** A Role of its own, or a ClusterRole of somebody's making. */
function otherRoleNotes(
  object: KubernetesObject,
  { book, ours, namespace }: AccessSituation,
): Note[] {
  const ref = roleRefOf(object);
  const rights =
    ref?.kind === 'Role'
      ? book.role(namespace, ref.name)
      : ref && book.clusterRole(ref.name);
  if (!ref || !rights)
    return [
      {
        disposition: 'inexpressible',
        control: 'role-guard',
        matter: 'binds a role that the input does not have',
        detail: ref ? `${ref.kind} ${ref.name}` : 'it has no roleRef',
      },
    ];
  const { lost: beyond, meaningless } = compareRights(rights, ours.admin);
  const empty: Note[] =
    ref.kind === 'ClusterRole' && meaningless.length > 0
      ? [
          {
            disposition: 'extra',
            matter: 'binds a ClusterRole with rights that mean nothing',
            detail: [...new Set(meaningless.map(({ reason }) => reason))].join(
              '; ',
            ),
          },
        ]
      : [];
  if (beyond.length > 0)
    return [
      {
        disposition: 'weaker',
        control: 'tenant-roles',
        matter: `binds a ${ref.kind} with rights that no tenant has`,
        detail: `${ref.name}: ${rightWords(beyond).join('; ')}`,
      },
      ...empty,
    ];
  return ref.kind === 'ClusterRole'
    ? [
        {
          disposition: 'weaker',
          control: 'role-guard',
          matter: 'binds a ClusterRole that tenants may not bind',
          detail: ref.name,
        },
        ...empty,
      ]
    : [];
}

/** Who is bound, where a tenant's file doesn't name them with this role. */
function subjectNote(
  subject: Subject,
  role: Role | undefined,
  { own, support, prefix, namespace }: AccessSituation,
): Note[] {
  const { kind, name } = subject;
  if (kind === 'ServiceAccount') return accountNote(subject, role, namespace);
  if (kind !== 'Group')
    return [
      {
        disposition: 'weaker',
        control: 'subject-guard',
        matter:
          'gives rights to a single user, who keeps them after leaving the team',
        detail: name,
        tightens: true,
      },
    ];
  const group = groupNamed(subject, prefix);
  if (group === undefined)
    return [
      {
        disposition: name.startsWith('system:') ? 'weaker' : 'inexpressible',
        control: 'subject-guard',
        matter: name.startsWith('system:')
          ? 'gives rights to a group of Kubernetes'
          : `names a group without ${prefix}, which the API server puts before every group`,
        detail: name,
      },
    ];
  if (support.has(group))
    return [
      {
        disposition: 'extra',
        matter: 'gives a role to a support group',
        detail: group,
      },
    ];
  if (!own.has(group))
    return [
      {
        disposition: role ? 'inexpressible' : 'weaker',
        control: role ? 'role-bindings' : 'subject-guard',
        matter: role
          ? 'gives a role to a group that the tenant can not name'
          : "gives rights to a group that is not the tenant's",
        detail: group,
        ...(role ? { tightens: true as const } : {}),
      },
    ];
  return [];
}

function accountNote(
  { name, namespace: home }: Subject,
  role: Role | undefined,
  namespace: string,
): Note[] {
  if (home !== namespace)
    return [
      {
        disposition: 'weaker',
        control: 'subject-guard',
        matter: 'gives rights to a service account of another namespace',
        detail: `${name} of ${home ?? 'no namespace'}`,
      },
    ];
  return role
    ? [
        {
          disposition: 'extra',
          matter: 'gives a role to a service account of its own',
          detail: name,
        },
      ]
    : [];
}

function subjectKey({ kind, name, namespace }: Subject): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}
