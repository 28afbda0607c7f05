import { isMap, listAt, mapAt } from '../value';
import { procMount } from './baseline';
import {
  at,
  counted,
  isWindows,
  named,
  ownsUsers,
  podHolder,
  quoted,
  setters,
  sorted,
} from './check';
import type { Check, Holder, Pod, Refusal } from './check';
import { badSeccomp } from './profiles';

const allowedVolumes = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image'],
  ...['persistentVolumeClaim', 'projected', 'secret'],
];

function privilegeEscalation(pod: Pod): Refusal | undefined {
  const bad = pod.containers.filter(
    ({ security }) => security.allowPrivilegeEscalation !== false,
  );
  if (bad.length === 0 || isWindows(pod)) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${named(
      bad,
    )} must set securityContext.allowPrivilegeEscalation=false`,
    paths: bad.map(holder => at(holder, 'allowPrivilegeEscalation')),
  };
}

function capabilities(pod: Pod): Refusal | undefined {
  if (isWindows(pod)) return undefined;
  const listOf = (holder: Holder, key: string) =>
    listAt(holder.security, 'capabilities', key).map(String);
  const extra = (holder: Holder) =>
    listOf(holder, 'add').filter(name => name !== 'NET_BIND_SERVICE');
  const missing = pod.containers.filter(
    holder => !listOf(holder, 'drop').includes('ALL'),
  );
  const adding = pod.containers.filter(holder => extra(holder).length > 0);
  const details = [
    ...(missing.length > 0
      ? [`${named(missing)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(adding.length > 0
      ? [
          `${named(adding)} must not include ${quoted(
            sorted(adding.flatMap(extra)),
          )} in securityContext.capabilities.add`,
        ]
      : []),
  ];
  return details.length === 0
    ? undefined
    : {
        reason: 'unrestricted capabilities',
        detail: details.join('; '),
        paths: [
          ...missing.map(holder => at(holder, 'capabilities', 'drop')),
          ...adding.map(holder => at(holder, 'capabilities', 'add')),
        ],
      };
}

function volumes({ spec }: Pod): Refusal | undefined {
  const bad = listAt(spec, 'volumes').flatMap((item, index) => {
    const { name, ...sources } = mapAt(item);
    const kinds = Object.keys(sources);
    return kinds.some(kind => allowedVolumes.includes(kind))
      ? []
      : [{ name: String(name), kind: kinds[0] ?? 'unknown', index }];
  });
  if (bad.length === 0) return undefined;
  const kinds = sorted(bad.map(({ kind }) => kind));
  return {
    reason: 'restricted volume types',
    detail: `${counted(
      'volume',
      bad.map(({ name }) => name),
    )} ${bad.length === 1 ? 'uses' : 'use'} ${counted(
      'restricted volume type',
      kinds,
    )}`,
    paths: bad.map(({ index, kind }) => ['spec', 'volumes', index, kind]),
  };
}

function nonRoot(pod: Pod): Refusal | undefined {
  if (ownsUsers(pod)) return undefined;
  const whole = podHolder(pod);
  const said = ({ security }: Holder) => security.runAsNonRoot;
  const explicit = pod.containers.filter(holder => said(holder) === false);
  const isPodBad = said(whole) === false;
  if (isPodBad || explicit.length > 0)
    return {
      reason: 'runAsNonRoot != true',
      detail: `${setters(
        isPodBad,
        explicit,
      )} must not set securityContext.runAsNonRoot=false`,
      paths: [...(isPodBad ? [whole] : []), ...explicit].map(holder =>
        at(holder, 'runAsNonRoot'),
      ),
    };
  const silent = pod.containers.filter(holder => said(holder) === undefined);
  return silent.length === 0 || said(whole) === true
    ? undefined
    : {
        reason: 'runAsNonRoot != true',
        detail: `pod or ${named(
          silent,
        )} must set securityContext.runAsNonRoot=true`,
        paths: silent.map(holder => at(holder, 'runAsNonRoot')),
      };
}

function rootUser(pod: Pod): Refusal | undefined {
  if (ownsUsers(pod)) return undefined;
  const whole = podHolder(pod);
  const isRoot = ({ security }: Holder) => security.runAsUser === 0n;
  const bad = pod.containers.filter(isRoot);
  const holders = [...(isRoot(whole) ? [whole] : []), ...bad];
  return holders.length === 0
    ? undefined
    : {
        reason: 'runAsUser=0',
        detail: `${setters(isRoot(whole), bad)} must not set runAsUser=0`,
        paths: holders.map(holder => at(holder, 'runAsUser')),
      };
}

function seccomp(pod: Pod): Refusal | undefined {
  if (isWindows(pod)) return undefined;
  const bad = badSeccomp(pod);
  if (bad) return bad;
  const isSet = ({ security }: Holder) => isMap(security.seccompProfile);
  const silent = pod.containers.filter(holder => !isSet(holder));
  return silent.length === 0 || isSet(podHolder(pod))
    ? undefined
    : {
        reason: 'seccompProfile',
        detail: `pod or ${named(
          silent,
        )} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
        paths: silent.map(holder => at(holder, 'seccompProfile', 'type')),
      };
}

/**
 * The checks of the level `restricted`, on top of `baseline`.
 *
 * Fields: securityContext of pod and container: runAsNonRoot, runAsUser, seccompProfile; of containers of every kind:
 * allowPrivilegeEscalation, capabilities, procMount; volumes. Versions: what Kubernetes' own check has from which minor
 * version. https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const restrictedChecks: readonly Check[] = (
  [
    { id: 'allowPrivilegeEscalation', judge: privilegeEscalation },
    {
      id: 'capabilities_restricted',
      overrides: 'capabilities_baseline',
      judge: capabilities,
    },
    {
      id: 'procMount_restricted',
      since: 35,
      overrides: 'procMount',
      judge: procMount,
    },
    { id: 'restrictedVolumes', overrides: 'hostPathVolumes', judge: volumes },
    { id: 'runAsNonRoot', judge: nonRoot },
    { id: 'runAsUser', judge: rootUser },
    {
      id: 'seccompProfile_restricted',
      overrides: 'seccompProfile_baseline',
      judge: seccomp,
    },
  ] satisfies Omit<Check, 'level'>[]
).map(check => ({ ...check, level: 'restricted' }));
