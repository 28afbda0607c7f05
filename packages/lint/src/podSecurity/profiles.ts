import { mapAt } from '../value';
import {
  allowedAt,
  at,
  counted,
  podHolder,
  quoted,
  setters,
  setting,
  sorted,
} from './check';
import type { ByVersion, Holder, Pod, Refusal } from './check';

const seLinuxTypes: ByVersion = [
  [0, ['', 'container_t', 'container_init_t', 'container_kvm_t']],
  [31, ['container_engine_t']],
];

const profiles = ['RuntimeDefault', 'Localhost'];

export function appArmor(pod: Pod): Refusal | undefined {
  const whole = podHolder(pod);
  const isBad = (holder: Holder) => {
    const type = setting(holder, 'appArmorProfile', 'type');
    return type !== undefined && !profiles.includes(type);
  };
  const bad = pod.containers.filter(isBad);
  const holders = [...(isBad(whole) ? [whole] : []), ...bad];
  const annotations = Object.entries(mapAt(pod.metadata, 'annotations')).filter(
    ([key, value]) =>
      key.startsWith('container.apparmor.security.beta.kubernetes.io/') &&
      !/^$|^runtime\/default$|^localhost\//.test(String(value)),
  );
  if (holders.length + annotations.length === 0) return undefined;
  const values = [
    ...sorted(
      holders.map(item => setting(item, 'appArmorProfile', 'type') ?? ''),
    ),
    ...annotations.map(([key, value]) => `${key}="${String(value)}"`).sort(),
  ];
  const who = [
    setters(isBad(whole), bad),
    annotations.length > 0
      ? `annotation${annotations.length === 1 ? '' : 's'}`
      : '',
  ].filter(Boolean);
  return {
    reason: `forbidden AppArmor profile${values.length === 1 ? '' : 's'}`,
    detail: `${who.join(
      ' and ',
    )} must not set AppArmor profile type to ${quoted(values)}`,
    paths: [
      ...holders.map(holder => at(holder, 'appArmorProfile', 'type')),
      ...annotations.map(([key]) => ['metadata', 'annotations', key]),
    ],
  };
}

/** A profile that is set, and isn't one of those that the standards know. */
export function badSeccomp(pod: Pod): Refusal | undefined {
  const whole = podHolder(pod);
  const isBad = (holder: Holder) =>
    holder.security.seccompProfile !== undefined &&
    !profiles.includes(setting(holder, 'seccompProfile', 'type') ?? '');
  const bad = pod.containers.filter(isBad);
  const holders = [...(isBad(whole) ? [whole] : []), ...bad];
  if (holders.length === 0) return undefined;
  const values = sorted(
    holders.map(holder => setting(holder, 'seccompProfile', 'type') ?? ''),
  );
  return {
    reason: 'seccompProfile',
    detail: `${setters(
      isBad(whole),
      bad,
    )} must not set securityContext.seccompProfile.type to ${quoted(values)}`,
    paths: holders.map(holder => at(holder, 'seccompProfile', 'type')),
  };
}

export function seLinux(pod: Pod): Refusal | undefined {
  const types = allowedAt(seLinuxTypes, pod);
  const whole = podHolder(pod);
  const faults = (holder: Holder) => {
    const option = (key: string) =>
      setting(holder, 'seLinuxOptions', key) ?? '';
    return [
      ...(types.includes(option('type')) ? [] : ['type']),
      ...['user', 'role'].filter(key => option(key) !== ''),
    ];
  };
  const bad = pod.containers.filter(holder => faults(holder).length > 0);
  const isPodBad = faults(whole).length > 0;
  const holders = [...(isPodBad ? [whole] : []), ...bad];
  if (holders.length === 0) return undefined;
  const wrong = holders.flatMap(faults);
  const badTypes = sorted(
    holders
      .filter(holder => faults(holder).includes('type'))
      .map(holder => setting(holder, 'seLinuxOptions', 'type') ?? ''),
  );
  const data = [
    ...(badTypes.length > 0 ? [counted('type', badTypes)] : []),
    ...['user', 'role']
      .filter(key => wrong.includes(key))
      .map(key => `${key} may not be set`),
  ];
  return {
    reason: 'seLinuxOptions',
    detail: `${setters(
      isPodBad,
      bad,
    )} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
    paths: holders.flatMap(holder =>
      faults(holder).map(key => at(holder, 'seLinuxOptions', key)),
    ),
  };
}
