import { listAt, mapAt, textAt, valueAt } from '../value';
import { at, counted, named, podHolder, setters, sorted } from './check';
import type { Holder, Pod, Refusal } from './check';

export function hostNamespaces({ spec }: Pod): Refusal | undefined {
  const bad = ['hostNetwork', 'hostPID', 'hostIPC'].filter(
    field => spec[field] === true,
  );
  return bad.length === 0
    ? undefined
    : {
        reason: 'host namespaces',
        detail: bad.map(field => `${field}=true`).join(', '),
        paths: bad.map(field => ['spec', field]),
      };
}

export function hostPaths({ spec }: Pod): Refusal | undefined {
  const volumes = listAt(spec, 'volumes').map((volume, index) => ({
    volume,
    path: ['spec', 'volumes', index, 'hostPath'],
  }));
  const bad = volumes.filter(
    ({ volume }) => valueAt(volume, ['hostPath']) !== undefined,
  );
  return bad.length === 0
    ? undefined
    : {
        reason: 'hostPath volumes',
        detail: counted(
          'volume',
          bad.map(({ volume }) => textAt(volume, 'name') ?? ''),
        ),
        paths: bad.map(({ path }) => path),
      };
}

export function hostPorts({ containers }: Pod): Refusal | undefined {
  const found = containers.flatMap(holder =>
    listAt(holder.value, 'ports').flatMap((item, index) => {
      const port = mapAt(item).hostPort ?? 0n;
      return port === 0n
        ? []
        : [
            {
              holder,
              port,
              path: [...holder.path, 'ports', index, 'hostPort'],
            },
          ];
    }),
  );
  if (found.length === 0) return undefined;
  const bad = [...new Set(found.map(({ holder }) => holder))];
  const ports = sorted(found.map(({ port }) => String(port)));
  return {
    reason: 'hostPort',
    detail: `${named(bad)} ${bad.length === 1 ? 'uses' : 'use'} hostPort${
      ports.length === 1 ? '' : 's'
    } ${ports.join(', ')}`,
    paths: found.map(({ path }) => path),
  };
}

export function probeHosts({ containers }: Pod): Refusal | undefined {
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map(name => [name]),
    ...['postStart', 'preStop'].map(name => ['lifecycle', name]),
  ].flatMap(path => [
    [...path, 'httpGet', 'host'],
    [...path, 'tcpSocket', 'host'],
  ]);
  const found = containers.flatMap(holder =>
    handlers.flatMap(path => {
      const host = textAt(holder.value, ...path) ?? '';
      return host ? [{ holder, host, path: [...holder.path, ...path] }] : [];
    }),
  );
  if (found.length === 0) return undefined;
  const names = sorted(found.map(({ holder }) => holder.name));
  const hosts = sorted(found.map(({ host }) => host));
  return {
    reason: 'probe or lifecycle host',
    detail: `${counted('container', names)} ${
      names.length === 1 ? 'uses' : 'use'
    } ${counted('probe or lifecycle host', hosts)}`,
    paths: found.map(({ path }) => path),
  };
}

export function hostProcess(pod: Pod): Refusal | undefined {
  const isSet = ({ security }: Holder): boolean =>
    valueAt(security, ['windowsOptions', 'hostProcess']) === true;
  const whole = podHolder(pod);
  const bad = pod.containers.filter(isSet);
  const holders = [...(isSet(whole) ? [whole] : []), ...bad];
  return holders.length === 0
    ? undefined
    : {
        reason: 'hostProcess',
        detail: `${setters(
          isSet(whole),
          bad,
        )} must not set securityContext.windowsOptions.hostProcess=true`,
        paths: holders.map(holder =>
          at(holder, 'windowsOptions', 'hostProcess'),
        ),
      };
}
