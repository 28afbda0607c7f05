import type { Fleet } from './fleet';
import { hostGrammarProblem, hostsTouch } from './hosts';
import { remembered } from './remembered';

/** A host name that belongs to the platform, so that no tenant may have it, one above or one below. */
export interface PlatformHost {
  host: string;
  /** What people are told, behind “belongs to the platform”. */
  why: string;
}

const known = new WeakMap<object, WeakMap<object, readonly PlatformHost[]>>();

/** The platform's host that a host is, lies below or lies above. */
export function platformHostTouching(
  host: string,
  fleet: Fleet,
): PlatformHost | undefined {
  return platformHosts(fleet).find(held => hostsTouch(host, held.host));
}

/** The platform's host names, reserved ones first; remembered by platform and list of clusters. */
function platformHosts({ platform, clusters }: Fleet): readonly PlatformHost[] {
  return remembered(known, platform, clusters, () => {
    const { reservedHosts, registries, repository } = platform.spec;
    return [
      ...reservedHosts.map(host => ({ host, why: `, which holds ${host}` })),
      ...clusters.flatMap(({ metadata, spec }) =>
        inUse(spec.server, `the API server of the cluster ${metadata.name}`),
      ),
      ...registries.flatMap(registry =>
        inUse(registry, 'a registry of the platform'),
      ),
      ...inUse(repository.url, "the platform's repository"),
    ];
  });
}

/** The host of a URL or image name; none where it is an address or has no meaning outside. */
function inUse(address: string, what: string): PlatformHost[] {
  const [host] = address
    .replace(/^[a-z]+:\/\/(?:[^/@]*@)?/, '')
    .split(/[:/]/, 1);
  return hostGrammarProblem(host)
    ? []
    : [{ host, why: `: ${host} is ${what}` }];
}
