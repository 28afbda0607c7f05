import type { Finding } from '@tenantry/model';
import { stageIn } from './__testUtils__/provingGround';
import { lintObjects, openLinter } from './lintObjects';
import type { LintOptions } from './lintObjects';
import { readManifests } from './manifests/readManifests';

const hardened = stageIn('ledger-prod');
const shared = stageIn('intranet-dev');
const [registry] = hardened.platform.spec.registries;

function lint(
  text: string,
  stage = hardened,
  options: LintOptions = {},
): Finding[] {
  const { objects, findings } = readManifests([{ file: 'web.yaml', text }]);
  return [...findings, ...lintObjects(objects, stage, options)];
}

const short = (findings: readonly Finding[]) =>
  findings.map(({ rule, level, line }) => `${line} ${level} ${rule}`);

/** A Deployment that every profile admits, with lines put in for others. */
function deployment(change: (line: string) => string = line => line): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: web',
    'spec:',
    '  replicas: 2',
    '  selector: { matchLabels: { app: web } }',
    '  template:',
    '    metadata: { labels: { app: web } }',
    '    spec:',
    '      securityContext:',
    '        runAsNonRoot: true',
    '        seccompProfile: { type: RuntimeDefault }',
    '      containers:',
    '        - name: app',
    `          image: ${registry}/web:1.4.2`,
    '          ports: [{ containerPort: 8080 }]',
    '          livenessProbe:',
    '            httpGet: { port: 8080 }',
    '          securityContext:',
    '            allowPrivilegeEscalation: false',
    '            capabilities: { drop: [ALL] }',
    '          resources:',
    '            limits: { cpu: 20m }',
    '        - name: proxy',
    `          image: ${registry}/proxy:2`,
    '          securityContext:',
    '            allowPrivilegeEscalation: false',
    '            capabilities: { drop: [ALL] }',
    '      volumes:',
    '        - name: tmp',
    '          emptyDir: {}',
  ]
    .map(change)
    .join('\n');
}

const swap = (from: string, to: string) =>
  deployment(line => line.replace(from, to));

describe('lintObjects', () => {
  it('has nothing to say of an ordinary Deployment', () => {
    expect(lint(deployment())).toEqual([]);
    expect(lint(deployment(), shared)).toEqual([]);
  });

  it('names the file, line and column of the field at fault', () => {
    const [finding, ...others] = lint(
      swap('httpGet: { port', 'httpGet: { host: 10.0.0.1, port'),
    );
    expect(others.map(({ rule }) => rule)).toEqual(['pod-security']);
    expect(finding).toEqual({
      rule: 'host-probes',
      level: 'error',
      message: 'host-probes: probes and lifecycle hooks must not name a host',
      path: [
        ...['spec', 'template', 'spec', 'containers', 0],
        ...['livenessProbe', 'httpGet', 'host'],
      ],
      file: 'web.yaml',
      line: 19,
      column: 24,
    });
  });

  it('names each of several fields at fault', () => {
    const findings = lint(
      deployment(line =>
        line.replace(`image: ${registry}`, 'image: docker.io'),
      ),
    );
    expect(short(findings)).toEqual([
      '16 error image-registries',
      '26 error image-registries',
    ]);
  });

  it('names the object where something is missing', () => {
    const job = deployment(line =>
      line
        .replace('apps/v1', 'batch/v1')
        .replace('Deployment', 'Job')
        .replace('  replicas: 2', '  completions: 2')
        .replace(/^ {4}spec:/, '    spec:\n      restartPolicy: Never')
        .replace(/^ {2}selector.*/, '  parallelism: 1'),
    );
    expect(short(lint(job))).toEqual(['1 error batch-limits']);
  });

  it('says what only the pods of a template would show', () => {
    const [finding, ...others] = lint(
      swap('allowPrivilegeEscalation: false', 'readOnlyRootFilesystem: true'),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'pod-security',
      message:
        'its pods are refused: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (containers "app", "proxy" must set securityContext.allowPrivilegeEscalation=false)',
      line: 20,
    });
  });

  it('judges pods as mutations leave them', () => {
    const text = deployment(line =>
      line.replace(
        'capabilities: { drop: [ALL] }',
        'readOnlyRootFilesystem: true',
      ),
    );
    expect(lint(text, shared)).toEqual([]);
    expect(short(lint(text))).toEqual(['20 error pod-security']);
  });

  it('reports containers beyond the bounds of the size', () => {
    const [finding] = lint(swap('cpu: 20m', 'cpu: "400"'));
    expect(finding).toMatchObject({
      rule: 'container-limits',
      level: 'error',
      line: 24,
      message: `its pods are refused: maximum cpu usage per Container is ${hardened.size.container.max.cpu}, but limit is 400 (container app)`,
    });
  });

  it('warns of replicas that never fit the quota', () => {
    const findings = lint(swap('replicas: 2', 'replicas: 5000'));
    expect(new Set(findings.map(({ level }) => level))).toEqual(
      new Set(['warning']),
    );
    expect(findings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(
        '5000 replicas never fit the quota: count/pods=5k',
      ),
    );
  });

  it('warns of the workload that is one too many', () => {
    // The quota has room for five pods.
    const texts = Array.from({ length: 3 }, (_, index) =>
      swap('replicas: 2', 'replicas: 4').replace(
        'name: web',
        `name: web-${index}`,
      ),
    );
    const findings = lint(texts.join('\n---\n')).filter(({ message }) =>
      message.includes('count/pods'),
    );
    expect(findings).toEqual([
      expect.objectContaining({
        level: 'warning',
        message: expect.stringContaining(
          'beside those of the manifests before',
        ),
      }),
    ]);
    expect(findings[0].line).toBe(39);
  });

  it('reports kinds that no role of the tenant may create', () => {
    const kinds = [
      ['v1', 'Namespace'],
      ['v1', 'ResourceQuota'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
      ['apps/v1', 'DaemonSet'],
      ['cert-manager.io/v1', 'Certificate'],
      ['argoproj.io/v1alpha1', 'Application'],
    ];
    const text = kinds
      .map(([apiVersion, kind]) =>
        JSON.stringify({ apiVersion, kind, metadata: { name: 'x' } }),
      )
      .join('\n---\n');
    const refused = lint(text).filter(({ message }) =>
      message.includes('cannot create resource'),
    );
    expect(refused.map(({ line }) => line)).toEqual([1, 3, 5, 7, 9, 11]);
  });

  it('reports an object of another namespace, and judges no more of it', () => {
    const elsewhere = swap('name: web', 'name: web\n  namespace: intranet-dev');
    expect(
      lint(elsewhere.replaceAll(registry, 'docker.io')).map(
        ({ message, line }) => [line, message],
      ),
    ).toEqual([
      [
        5,
        'deployments.apps is forbidden: the tenant\'s deployer cannot create resource "deployments" in API group "apps" in the namespace "intranet-dev"; this environment is ledger-prod',
      ],
    ]);
  });

  it('knows what each applier may do', () => {
    const policy = [
      'apiVersion: networking.k8s.io/v1',
      'kind: NetworkPolicy',
      'metadata: { name: web }',
      'spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }] }] }',
    ].join('\n');
    expect(lint(policy)).toEqual([]);
    expect(lint(policy, hardened, { as: 'developer' })).toHaveLength(1);
  });

  it('reports a Role that gives more than the deployer holds', () => {
    const role = (verb: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n  - { apiGroups: [""], resources: [configmaps], verbs: [${verb}] }`;
    expect(lint(role('list'))).toEqual([]);
    expect(lint(role('deletecollection'))).toEqual([
      expect.objectContaining({ rule: 'tenant-roles', line: 6 }),
    ]);
  });

  it('says once that a claim is larger than the whole quota', () => {
    const [storageClass] = hardened.cluster.spec.storageClasses;
    const findings = lint(
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\nspec:\n  storageClassName: ${storageClass}\n  accessModes: [ReadWriteOnce]\n  resources: { requests: { storage: 900Ti } }`,
    );
    expect(short(findings)).toEqual(['7 error compute-quota']);
  });

  it("warns of a claim that takes the cluster's default class", () => {
    const claim = (line: string) =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\nspec:\n  ${line}\n  accessModes: [ReadWriteOnce]\n  resources: { requests: { storage: 1Gi } }`;
    expect(short(lint(claim('volumeMode: Filesystem')))).toEqual([
      '4 warning storage-classes',
    ]);
    expect(short(lint(claim('storageClassName: host-path')))).toEqual([
      '5 error storage-classes',
    ]);
  });

  it('says once that an object lacks what every object of its kind has', () => {
    const findings = lint(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 1 }',
    );
    expect(findings.filter(({ rule }) => rule === 'invalid')).toHaveLength(1);
  });

  it.each([
    ['containers that are no list', 'spec: { containers: none, volumes: 3 }'],
    ['volumes that are no list', 'spec: { containers: [], volumes: { a: b } }'],
    ['no containers', 'spec: { restartPolicy: Never }'],
    ['a text for a spec', 'spec: all'],
  ])('says of a pod with %s that it is none', (_, spec) => {
    const findings = lint(
      `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n${spec}`,
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'invalid', level: 'error' }),
    );
  });

  it('takes a kind that is called like a part of every object for any other', () => {
    const text =
      'apiVersion: v1\nkind: constructor\nmetadata: { name: web }\nspec: { template: { spec: {} } }';
    expect(lint(text).map(({ path }) => path)).toEqual([['kind']]);
  });

  it('is the same however often a linter is asked', () => {
    const { objects } = readManifests([
      { file: 'web.yaml', text: swap('replicas: 2', 'replicas: 5000') },
    ]);
    const linter = openLinter(hardened);
    expect(linter(objects)).toEqual(linter(objects));
  });

  it('only warns of what an observed environment will refuse, and refuses what its roles do not allow', () => {
    const observed = {
      ...hardened,
      environment: {
        ...hardened.environment,
        observed: { until: '2027-03-31' },
      },
    };
    const privileged = swap('replicas: 2', 'replicas: 5000');

    expect(
      new Set(lint(privileged, observed).map(({ level }) => level)),
    ).toEqual(new Set(['warning']));
    expect(
      lint(
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: mine }',
        observed,
      ),
    ).toEqual([expect.objectContaining({ level: 'error' })]);
  });

  it('passes what breaks nothing but a control that is switched off', () => {
    const excepted = {
      ...hardened,
      exceptions: [
        {
          control: 'image-registries',
          environment: hardened.environment.name,
          reason: 'The vendor has a registry of its own.',
          ticket: 'SEC-1234',
          approver: 'group:default/security',
          expires: '2027-01-31',
        },
      ],
    };
    const foreign = swap(`${registry}/proxy:2`, 'vendor.example.net/proxy:2');
    expect(short(lint(foreign))).toEqual([
      expect.stringMatching(/error image-registries$/),
    ]);
    expect(lint(foreign, excepted)).toEqual([]);
    const slow = foreign.replace(
      '      containers:',
      '      terminationGracePeriodSeconds: 86400\n      containers:',
    );
    expect(short(lint(slow, excepted))).toEqual([
      expect.stringMatching(/error termination$/),
    ]);
  });
});
