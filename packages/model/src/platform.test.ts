import { CLUSTER_YAML, PLATFORM_YAML } from './fixtures/example';
import { parseCluster, parsePlatform } from './parse';
import { formatProblems, unwrap } from './problems';
import { validateCluster, validatePlatform } from './validate';

/** One change of a text, which must find what it replaces. */
function edited(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe('platforms', () => {
  const platform = unwrap(parsePlatform(PLATFORM_YAML));

  it('are held in canonical form, and valid again', () => {
    expect(validatePlatform(platform)).toEqual({ ok: true, value: platform });
  });

  it('have defaults', () => {
    expect(platform.spec).toMatchObject({
      repository: { branch: 'main' },
      argocd: { namespace: 'argocd' },
      profiles: { shared: { version: 1, stops: [], runtime: 'host' } },
    });
  });

  it.each([
    [
      'cpu: "4", memory: 8Gi, ephemeralStorage: 20Gi',
      'cpu: 4000m, memory: 8192Mi, ephemeralStorage: 20Gi',
    ],
    [
      'cpu: "4", memory: 8Gi, ephemeralStorage: 20Gi',
      'cpu: 4, memory: 8Gi, ephemeralStorage: 20Gi',
    ],
  ])('write quantities the canonical way', (from, to) => {
    expect(unwrap(parsePlatform(edited(PLATFORM_YAML, from, to)))).toEqual(
      platform,
    );
  });

  it('take one sandbox as a list of one', () => {
    const text = edited(PLATFORM_YAML, '[gvisor, kata]', 'gvisor');
    expect(unwrap(parsePlatform(text)).spec.profiles.sandboxed.runtime).toEqual(
      ['gvisor'],
    );
  });

  it.each([
    [
      'cpu: "4", memory: 8Gi, ephemeralStorage: 20Gi',
      'cpu: "9", memory: 8Gi, ephemeralStorage: 20Gi',
      /sizes\.small\.requests\.cpu: 9 exceeds limits\.cpu, which is 8/,
    ],
    [
      'defaultRequest: { cpu: 100m',
      'defaultRequest: { cpu: 600m',
      /defaultRequest\.cpu: 600m exceeds container\.default\.cpu, which is 500m/,
    ],
    [
      'default: { cpu: 500m',
      'default: { cpu: "5"',
      /default\.cpu: 5 exceeds container\.max\.cpu/,
    ],
    ['max: { cpu: "4"', 'max: { cpu: "9"', /max\.cpu: 9 exceeds limits\.cpu/],
    [
      'requests: { cpu: "4"',
      'requests: { cpu: 50m',
      /defaultRequest\.cpu: 100m exceeds requests\.cpu, which is 50m: not even one default pod/,
    ],
    [
      'maxLimitRequestRatio: { cpu: 20',
      'maxLimitRequestRatio: { cpu: 4',
      /maxLimitRequestRatio\.cpu: a default container has a limit of 500m for a request of 100m, which is more than 4 times/,
    ],
    [
      'memory: 16Gi',
      'memory: 9Gi, memori: 1',
      /limits\.memori: unknown key “memori”/,
    ],
    ['storage: 50Gi', 'storage: "0"', /storage: “0” must be more than zero/],
    ['storage: 50Gi', 'storage: "1e30"', /too large/],
    ['storage: 50Gi', 'storage: 1m', /thousandth/],
    ['storage: 50Gi', 'storage: 50', /no unit/],
    ['pods: 40', 'pods: 0', /pods: is 0; at least 1/],
    ['pods: 40', 'pods: "40"', /pods: is text, “40”; expected a whole number/],
    [
      'pods: 40',
      'pods: 4.5',
      /pods: is the number 4\.5; expected a whole number/,
    ],
    [
      'counts: { services: 20 }',
      'counts: { services: -1 }',
      /counts\.services: is -1; at least 0/,
    ],
    [
      'counts: { services: 20 }',
      'counts: { count/services: 1 }',
      /count\/ in front/,
    ],
    [
      'counts: { services: 20 }',
      'counts: { Services: 1 }',
      /isn't the plural name/,
    ],
    [
      'profile: shared, size: small',
      'profile: shard, size: small',
      /defaults\.profile: there is no profile “shard”; there are: shared, hardened and sandboxed \(for example: shared\)/,
    ],
    [
      'profile: shared, size: small',
      'profile: shared, size: huge',
      /there is no size “huge”/,
    ],
    [
      '[gvisor, kata]',
      '[]',
      /sandboxed\.runtime: holds too few entries; at least 1/,
    ],
    [
      '[gvisor, kata]',
      '[gvisor, gvisor]',
      /runtime\[1\]: gvisor stands in the list twice/,
    ],
    ['[gvisor, kata]', '[1]', /sandboxed\.runtime\[0\]: is the number 1/],
    ['[gvisor, kata]', 'true', /truth value true; expected text or a list/],
    [
      '[gvisor, kata]',
      '[gvizor]',
      /runtime\[0\]: “gvizor” is no runtime.*for example: gvisor/,
    ],
    ['[gvisor, kata]', '[host, gvisor]', /host excludes every sandbox/],
    [
      'podSecurity: baseline',
      'podSecurity: privileged',
      /is “privileged”; expected baseline or restricted/,
    ],
    ['egress: internet', 'egress: all', /expected internet or allow-list/],
    [
      'groupPrefix: "oidc:"',
      'groupPrefix: "system:"',
      /groupPrefix: “system:” could make/,
    ],
    [
      'registries: [registry.example.com, ghcr.io/example]',
      'registries: []',
      /registries: holds too few/,
    ],
    [
      '[registry.example.com, ghcr.io/example]',
      '["https://ghcr.io"]',
      /scheme/,
    ],
    ['reservedNames: [shared-services]', 'reservedNames: [Shared]', /capital/],
    [
      'reservedHosts: [platform.example.com]',
      'reservedHosts: ["*.example.com"]',
      /wildcard/,
    ],
    ['[203.0.113.128/25]', '[203.0.113.1/25]', /canonical.*203\.0\.113\.0\/25/],
    [
      '{ group: platform-oncall, role: viewer }',
      '{ group: system:masters, role: viewer }',
      /Kubernetes keeps/,
    ],
    [
      '{ group: platform-oncall, role: viewer }',
      '{ group: platform-oncall, role: owner }',
      /expected admin, developer or viewer/,
    ],
    [
      'platform/tenants.git"',
      'platform/tenants.git", branch: "../main"',
      /isn't the name of a branch/,
    ],
    ['title: Small', 'title: "Small {{ x }}"', /template/],
    [
      'stops: [Containers that run as root]',
      'stops: ["a\\nb"]',
      /stops\[0\]: contains the character U\+000A/,
    ],
    [
      'hardened:',
      'Hardened:',
      /profiles\.Hardened: “Hardened” contains capital letters.*for example: hardened/,
    ],
    ['hardened:', 'constructor:', /never allowed/],
  ])('are refused with %j as %j', (from, to, message) => {
    const result = parsePlatform(edited(PLATFORM_YAML, from, to));
    expect(result.ok ? '' : formatProblems(result.problems)).toMatch(message);
  });

  it('are refused for every reason at once', () => {
    const text = [
      ['pods: 40', 'pods: none'],
      ['max: { cpu: "4"', 'max: { cpu: "9"'],
      ['title: Hardened', 'title: 7'],
    ].reduce((edit, [from, to]) => edited(edit, from, to), PLATFORM_YAML);
    const result = parsePlatform(text);
    expect(result.ok || result.problems).toHaveLength(3);
  });
});

describe('clusters', () => {
  const cluster = unwrap(parseCluster(CLUSTER_YAML));

  it('are valid again, with defaults filled', () => {
    expect(validateCluster(cluster)).toEqual({ ok: true, value: cluster });
    expect(cluster.spec.dns).toEqual({
      namespace: 'kube-system',
      podLabels: { 'k8s-app': 'kube-dns' },
      nodeLocalAddresses: ['172.20.0.10'],
    });
    expect(cluster.spec.platformUsers).toEqual([
      'system:serviceaccount:argocd:argocd-application-controller',
    ]);
  });

  it('need say nothing about dns, runtimes and ingress', () => {
    const {
      dns: _d,
      runtimes: _r,
      ingress: _i,
      platformUsers: _p,
      ...spec
    } = cluster.spec;
    expect(validateCluster({ ...cluster, spec })).toMatchObject({
      ok: true,
      value: { spec: { runtimes: {}, dns: { namespace: 'kube-system' } } },
    });
  });

  it.each([
    [
      '"1.36"',
      '1.36',
      /kubernetesVersion: is the number 1\.36; expected text, so put it in quotes/,
    ],
    ['"1.36"', '"1.33"', /too old/],
    ['"1.36"', '"v1.36"', /minor version/],
    ['"1.36"', '"1.36.2"', /minor version/],
    [
      'https://prod-1.example.com:6443',
      'http://prod-1.example.com',
      /API server/,
    ],
    ['https://prod-1.example.com:6443', 'https://*.example.com', /API server/],
    [
      'https://prod-1.example.com:6443',
      'https://u:p@prod-1.example.com',
      /API server/,
    ],
    [
      'https://prod-1.example.com:6443',
      'https://prod-1.example.com/',
      /API server/,
    ],
    ['plugin: cilium', 'plugin: flannel', /expected cilium, calico or other/],
    ['[10.96.0.0/12]', '[10.0.128.0/17]', /overlaps the pods' 10\.0\.0\.0\/16/],
    ['[10.96.0.0/12]', '[]', /serviceCIDRs: holds too few/],
    ['[10.96.0.0/12]', '[10.96.0.1/12]', /canonical/],
    ['[172.20.0.10]', '[172.20.0.010]', /leading zeros/],
    ['policyEngine: kyverno', 'policyEngine: gatekeeper', /expected kyverno/],
    ['gvisor:', 'gviser:', /unknown key “gviser”; did you mean “gvisor”/],
    ['handler: runsc', 'handler: ""', /handler/],
    ['handler: runsc', 'handler: "runsc\\nx"', /<U\+000A>/],
    ['cpu: 50m, memory: 64Mi', 'cpu: -1, memory: 64Mi', /more than zero/],
    [
      'sandbox.example.com/gvisor: "true"',
      'sandbox.example.com/gvisor: true',
      /truth value true; expected text, so put it in quotes/,
    ],
    [
      'sandbox.example.com/gvisor: "true"',
      '"a/b/c": "true"',
      /isn't the key of a Kubernetes label/,
    ],
    ['operator: Exists', 'operator: Exists, value: x', /left out/],
    ['class: shared', 'class: Shared', /lower-case/],
    [
      'ingress: { class: shared, namespace: ingress-shared }',
      'platformUsers: ["system:anonymous"]',
      /everybody/,
    ],
    [
      'ingress: { class: shared, namespace: ingress-shared }',
      `platformUsers: ["x' || true"]`,
      /isn't a user name/,
    ],
  ])('are refused with %s as %s', (from, to, message) => {
    const result = parseCluster(edited(CLUSTER_YAML, from, to));
    expect(result.ok ? '' : formatProblems(result.problems)).toMatch(message);
  });
});
