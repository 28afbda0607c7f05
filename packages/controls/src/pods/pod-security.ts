import { namespaceMetadata } from '../builders';
import { compareRank } from '../compare';
import { defineControl } from '../control';
import type { Assumed, EnvironmentContext } from '../control';
import { reviewedFields } from './podFields';
import { podSecurityAttacks } from './pod-security.attacks';

const modes = ['enforce', 'audit', 'warn'] as const;

const keepsRawSockets =
  "!container.?securityContext.?capabilities.?drop.orValue([]).exists(name, name in ['ALL', 'NET_RAW'])";

/** JSON patches that drop NET_RAW in each container of a list, at whatever depth its security context begins. */
const dropRawSockets = (list: string) =>
  [
    `variables.spec.?${list}.orValue([]).transformList(index, container, ${keepsRawSockets},`,
    `JSONPatch{op: 'add', path: '/spec/${list}/' + string(index) + '/securityContext' +`,
    "(!has(container.securityContext) ? '' : !has(container.securityContext.capabilities) ? '/capabilities' :",
    "!has(container.securityContext.capabilities.drop) ? '/capabilities/drop' : '/capabilities/drop/-'),",
    "value: !has(container.securityContext) ? dyn({'capabilities': {'drop': ['NET_RAW']}}) :",
    "!has(container.securityContext.capabilities) ? dyn({'drop': ['NET_RAW']}) :",
    "!has(container.securityContext.capabilities.drop) ? dyn(['NET_RAW']) : dyn('NET_RAW')})",
  ].join(' ');

const part = (label: string) =>
  `Namespace labels pod-security.kubernetes.io/${label}`;

const assumed: readonly Assumed[] = [
  {
    part: part('enforce-version'),
    why: 'The latest version is the default, until somebody changes the configuration of the API server.',
  },
  ...['audit', 'audit-version', 'warn', 'warn-version'].map(label => ({
    part: part(label),
    why: 'Refuses nothing: a line in the audit log, or a warning to who writes a template whose pods will be refused.',
  })),
];

/** An existing namespace may run what the standard refuses: what is enforced there stays what it is, be it nothing. */
function modesIn({ environment }: EnvironmentContext) {
  return modes.filter(mode => mode !== 'enforce' || !environment.observed);
}

/**
 * The Pod Security Standard of the profile, enforced by the API server itself.
 *
 * Contributes: Namespace labels pod-security.kubernetes.io/enforce, audit, warn and their -version: latest.
 * Where the environment is observed, enforce is left out, so that what the Namespace had stays: the standard audits and warns.
 * Dimension: podSecurity. The version isn't pinned: an old one lacks newer checks, such as the one on probe hosts.
 * Where the standard is baseline, containers also drop NET_RAW (securityContext.capabilities.drop), which a runtime gives
 * to every container and baseline leaves alone: with it a pod answers ARP and DNS for its neighbours.
 */
export const podSecurity = defineControl({
  id: 'pod-security',
  title: 'Pods without power over the node',
  component: 'pods',
  why: 'A privileged pod is root on the node, and so over every neighbour. The standard is built into the API server and has no webhook that could be down.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  stops: [
    { id: 'P01', attempt: 'run privileged' },
    { id: 'P02', attempt: "join the node's process, IPC or network namespace" },
    { id: 'P03', attempt: "mount the node's file system" },
    { id: 'P04', attempt: 'take a port of the node' },
    { id: 'P05', attempt: 'add capabilities' },
    { id: 'P06', attempt: 'unmask /proc' },
    { id: 'P07', attempt: 'escalate privileges' },
    { id: 'P08', attempt: 'run as root' },
    { id: 'P09', attempt: 'drop seccomp, AppArmor or SELinux' },
    { id: 'P10', attempt: 'set unsafe sysctls, run a Windows host process' },
    { id: 'P11', attempt: 'mount a forbidden kind of volume' },
    { id: 'P12', attempt: 'add a privileged debugging container' },
    {
      id: 'P13',
      attempt: 'hide any of these in an init container or a template',
    },
    { id: 'N09', attempt: 'keep an old version of the standard' },
    { id: 'P24', attempt: 'use a new field that no policy knows' },
  ],
  attacks: [...podSecurityAttacks, reviewedFields],
  assumed,
  environment: context => [
    namespaceMetadata(context, {
      labels: Object.fromEntries(
        modesIn(context).flatMap(mode => [
          [`pod-security.kubernetes.io/${mode}`, context.profile.podSecurity],
          [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
        ]),
      ),
    }),
  ],
  mutations: [
    {
      on: 'workloads',
      patch: `variables.isRestricted ? [] : ${dropRawSockets(
        'containers',
      )} + ${dropRawSockets('initContainers')}`,
    },
  ],
  rules: [
    {
      on: 'workloads',
      // A template may leave it to the mutation of its pods.
      require: `variables.isRestricted || !variables.isComplete || !variables.containers.exists(container, ${keepsRawSockets})`,
      message: 'containers must drop NET_RAW, debugging containers too',
    },
  ],
  summary: ({ profile }) => profile.podSecurity,
  compare: (before, after) =>
    compareRank(
      ['baseline', 'restricted'],
      before.profile.podSecurity,
      after.profile.podSecurity,
    ),
});
