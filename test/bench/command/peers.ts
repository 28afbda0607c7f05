import { tenantObjects } from '@tenantry/gitops';
import type { Fleet, Tenant } from '@tenantry/model';
import { toYaml } from '@tenantry/controls';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { writeAll } from './files';
import { measure, type Measured } from './measured';

/** A tool that makes the same objects as Tenantry, from templates that are made of them. */
export interface Peer {
  readonly name: string;
  /** Processes that it takes for everything. */
  readonly processes: number;
  prepare(folder: string, fleet: Fleet): void;
  /** Makes everything once, into the folder `out` or to its output. */
  make(folder: string, fleet: Fleet): Promise<Measured>;
  /** What it makes for the first tenant, as YAML. */
  sample(folder: string, fleet: Fleet): Promise<string>;
}

export interface PeerPrograms {
  readonly helm: string;
  readonly kustomize: string;
  readonly node: string;
}

const model = 'team-0';

/** Stands for a tenant's name where templates can't; in no other word. */
const anybody = 'whoever-it-is';

/** Templates: the rendered objects of the first tenant, its name replaced. */
function templatesOf(fleet: Fleet, placeholder: string): [string, string][] {
  return Array.from(
    tenantObjects(first(fleet), fleet),
    ([path, { object }]) => [
      path.replaceAll('/', '_').replaceAll(model, 'tenant'),
      toYaml(object).replaceAll(model, placeholder),
    ],
  );
}

function first(fleet: Fleet): Tenant {
  return fleet.tenants[0];
}

function names(fleet: Fleet): string[] {
  return fleet.tenants.map(({ metadata }) => metadata.name);
}

export function peersOf(programs: PeerPrograms): Peer[] {
  return [
    helmLoop(programs),
    helmEach(programs),
    kustomizeEach(programs),
    cdk8s(programs),
  ];
}

const chart = toYaml({
  apiVersion: 'v2',
  name: 'tenants',
  version: '0.1.0',
});

function helmLoop({ helm }: PeerPrograms): Peer {
  const make = (folder: string, values: string) =>
    measure(
      helm,
      [
        'template',
        'tenants',
        'chart',
        '--values',
        values,
        '--output-dir',
        'out',
      ],
      { cwd: folder },
    );
  return {
    name: '`helm template`, a chart with a loop',
    processes: 1,
    prepare(folder, fleet) {
      const templates = templatesOf(fleet, '{{ . }}').map(
        ([file, text]) =>
          [
            `chart/templates/${file}`,
            `{{- range .Values.tenants }}\n---\n${text}{{- end }}\n`,
          ] as const,
      );
      writeAll(folder, [
        ['chart/Chart.yaml', chart],
        ...templates,
        ['all.yaml', toYaml({ tenants: names(fleet) })],
        ['one.yaml', toYaml({ tenants: [model] })],
      ]);
    },
    make: folder => make(folder, 'all.yaml'),
    sample: async folder =>
      (
        await measure(
          helm,
          ['template', 'tenants', 'chart', '--values', 'one.yaml'],
          { cwd: folder, keep: true },
        )
      ).stdout,
  };
}

function helmEach({ helm }: PeerPrograms): Peer {
  return {
    name: '`helm template`, a process for each tenant',
    processes: 1_000,
    prepare(folder, fleet) {
      const templates = templatesOf(fleet, '{{ .Release.Name }}').map(
        ([file, text]) => [`chart/templates/${file}`, text] as const,
      );
      writeAll(folder, [['chart/Chart.yaml', chart], ...templates]);
    },
    make: (folder, fleet) =>
      each(names(fleet), name =>
        measure(
          helm,
          ['template', name, 'chart', '--output-dir', `out/${name}`],
          { cwd: folder },
        ),
      ),
    sample: async folder =>
      (
        await measure(helm, ['template', model, 'chart'], {
          cwd: folder,
          keep: true,
        })
      ).stdout,
  };
}

/** An overlay for each tenant: the base, with a patch for every place in which the tenant's name stands. */
function overlays(folder: string, fleet: Fleet): void {
  const base = templatesOf(fleet, anybody);
  const patches = base.map(([, text]) => patchOf(parse(text)));
  writeAll(folder, [
    ...base.map(([file, text]) => [`base/${file}`, text] as const),
    [
      'base/kustomization.yaml',
      toYaml({ resources: base.map(([file]) => file) }),
    ],
    ...names(fleet).map(
      name =>
        [
          `overlays/${name}/kustomization.yaml`,
          toYaml({
            resources: ['../../base'],
            patches: patches.map(({ target, operations }) => ({
              target,
              patch: JSON.stringify(operations).replaceAll(anybody, name),
              options: { allowNameChange: true },
            })),
          }),
        ] as const,
    ),
  ]);
}

interface Patched {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function patchOf(object: Patched) {
  return {
    target: { kind: object.kind, name: object.metadata.name },
    operations: placesIn(object).map(([path, value]) => ({
      op: 'replace',
      path,
      value,
    })),
  };
}

/** JSON pointers of texts that hold the placeholder. */
function placesIn(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string')
    return value.includes(anybody) ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    placesIn(
      child,
      `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  );
}

function kustomizeEach({ kustomize }: PeerPrograms): Peer {
  return {
    name: '`kustomize build`, a process for each overlay',
    processes: 1_000,
    prepare: overlays,
    make: (folder, fleet) =>
      each(names(fleet), name =>
        measure(
          kustomize,
          ['build', `overlays/${name}`, '--output', `out-${name}.yaml`],
          { cwd: folder },
        ),
      ),
    sample: async folder =>
      (
        await measure(kustomize, ['build', `overlays/${model}`], {
          cwd: folder,
          keep: true,
        })
      ).stdout,
  };
}

function cdk8s({ node }: PeerPrograms): Peer {
  const app = join(__dirname, 'cdk8sApp.cjs');
  return {
    name: '`cdk8s`, a chart for each tenant',
    processes: 1,
    prepare(folder, fleet) {
      writeAll(folder, [
        [
          'tenants.json',
          JSON.stringify({
            names: names(fleet),
            anybody,
            templates: templatesOf(fleet, anybody).map(([, text]) => text),
          }),
        ],
      ]);
    },
    make: folder => measure(node, [app, 'all'], { cwd: folder }),
    sample: async folder =>
      (await measure(node, [app, 'one'], { cwd: folder, keep: true })).stdout,
  };
}

/** One after the other, two at once. */
async function each(
  all: readonly string[],
  run: (name: string) => Promise<Measured>,
): Promise<Measured> {
  const started = performance.now();
  let rssMb = 0;
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const name = all[next];
      next += 1;
      rssMb = Math.max(rssMb, (await run(name)).rssMb);
    }
  };
  await Promise.all([worker(), worker()]);
  return { ms: performance.now() - started, rssMb };
}

/** Objects by identity, for a comparison. */
export function objectsIn(yaml: string): Map<string, unknown> {
  const objects = parseAllDocuments(yaml)
    .map(document => document.toJS())
    .filter(Boolean);
  return new Map(
    objects.map(object => [
      `${object.kind} ${object.metadata.namespace ?? ''}/${
        object.metadata.name
      }`,
      object,
    ]),
  );
}
