import { registry, renderTenant, toYaml } from '@tenantry/controls';
import type { KubernetesObject, RenderedObject } from '@tenantry/controls';
import {
  adoptions,
  dispositions,
  formatReport,
  importFiles,
  importFleet,
  readNamespaces,
} from '@tenantry/import';
import type {
  Adoption,
  FoundNamespace,
  Import,
  ImportFiles,
  InputFile,
} from '@tenantry/import';
import { readFleet, treeFromFiles } from '@tenantry/gitops';
import { parseTenant, quantityValue, unwrap } from '@tenantry/model';
import type { Fleet } from '@tenantry/model';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  brownfieldFiles,
  brownfieldHints,
  brownfieldPlatform,
} from './brownfield';
import { mayEnter } from './traffic';
import type { Pod, World } from './traffic';

/*
 * All 240 namespaces of `test/corpus`, by each of the three ways to adopt. What is expected of them is counted, parsed and
 * judged here without the import's own code.
 */

const files = brownfieldFiles();
const { platform, cluster } = brownfieldPlatform();
const until = '2027-06-30';

function importAs(adopt: Adoption, input: readonly InputFile[] = files) {
  return importFleet(
    { files: input, platform, cluster },
    { adopt, until, hints: brownfieldHints },
  );
}

const imports = new Map<Adoption, Import>(
  adoptions.map(adopt => [adopt, importAs(adopt)]),
);

function imported(adopt: Adoption): Import {
  const found = imports.get(adopt);
  if (!found) throw new Error(`nothing was imported by ${adopt}`);
  return found;
}

function fleetOf({ tenants }: Import): Fleet {
  return { platform, clusters: [cluster], tenants };
}

const written = new Map<Import, ImportFiles>();

function filesOf(one: Import): ImportFiles {
  const known = written.get(one) ?? importFiles(one, fleetOf(one), files);
  written.set(one, known);
  return known;
}

const renderings = new Map<Import, RenderedObject[]>();

/** Everything that is rendered into namespaces. */
function renderedBy(one: Import): RenderedObject[] {
  const known =
    renderings.get(one) ??
    one.tenants
      .flatMap(tenant => renderTenant(tenant, fleetOf(one)).objects)
      .filter(({ environment }) => environment !== undefined);
  renderings.set(one, known);
  return known;
}

/** What is rendered for one environment. */
function renderedFor(one: Import, namespace: string): RenderedObject[] {
  return renderedBy(one).filter(
    ({ object }) =>
      object.metadata.namespace === namespace ||
      (object.kind === 'Namespace' && object.metadata.name === namespace),
  );
}

/** Every object of the files, by a plain YAML reader. */
const inFiles = files.flatMap(({ path, text }) =>
  [...parseAllDocuments(text)].flatMap((document): string[] => {
    const object: unknown = document.toJS();
    return isObject(object)
      ? [`${path} ${object.kind} ${object.metadata.name}`]
      : [];
  }),
);

function isObject(
  value: unknown,
): value is { kind: string; metadata: { name: string } } {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function reportedObjects({ report }: Import) {
  return [
    ...report.tenants.flatMap(tenant =>
      tenant.namespaces.flatMap(({ objects }) => objects),
    ),
    ...report.refused.flatMap(({ objects }) => objects),
    ...report.others,
  ];
}

describe.each(adoptions)('importing 240 real namespaces to %s', adopt => {
  const one = imported(adopt);

  it('accounts for every object, once', () => {
    const told = reportedObjects(one).map(
      ({ place, kind, name }) => `${place.file} ${kind} ${name}`,
    );
    expect(told.sort()).toEqual([...inFiles].sort());
    const counted = dispositions.reduce(
      (sum, disposition) => sum + one.report.counts[disposition],
      0,
    );
    expect(counted).toBe(inFiles.length);
  });

  it('counts what the index of the corpus counts', () => {
    const index: { sample: { kinds: Record<string, number> } } = JSON.parse(
      readFileSync(join(__dirname, '../corpus/brownfield/index.json'), 'utf8'),
    );
    const expected = Object.values(index.sample.kinds).reduce(
      (sum, number) => sum + number,
      0,
    );
    expect(inFiles).toHaveLength(expected);
  });

  it('adopts all namespaces but those it gives a reason for', () => {
    const adopted = one.report.tenants.flatMap(({ namespaces }) => namespaces);
    expect(adopted.length + one.report.refused.length).toBe(240);
    for (const { reason } of one.report.refused)
      expect(reason).toMatch(
        /belongs to the platform|no group is bound|no profile and size/,
      );
  });

  it('writes tenant files that are read back as they were meant', () => {
    const { repository } = filesOf(one);
    for (const tenant of one.tenants) {
      const path = `tenants/${tenant.metadata.name}/tenant.yaml`;
      expect(unwrap(parseTenant(repository.get(path) ?? ''))).toEqual(tenant);
    }
  });

  it('declares every guard-rail that stays', () => {
    const { repository } = filesOf(one);
    for (const { name, namespaces } of one.report.tenants) {
      const stay = namespaces
        .flatMap(({ objects }) => objects)
        .filter(
          ({ effect, disposition }) =>
            effect === 'stays' && disposition !== 'untouched',
        );
      const declared = repository.get(`tenants/${name}/adopted.yaml`) ?? '';
      for (const object of stay)
        expect(declared).toContain(`name: ${object.name}`);
    }
  });

  it('cuts whole documents out of files and leaves every other byte', () => {
    const { source } = filesOf(one);
    const gone = new Set(
      reportedObjects(one)
        .filter(({ effect }) => effect === 'replaced' || effect === 'removed')
        .map(({ place }) => `${place.file} ${place.document}`),
    );
    const expected = files.flatMap(({ path, text }) => {
      const documents = text.split(/^(?=---(?:[ \t\r\n]|$))/m);
      const left = documents.filter(
        (_, index) => !gone.has(`${path} ${index}`),
      );
      if (left.length === documents.length) return [];
      const isEmpty = [...parseAllDocuments(left.join(''))].every(
        document => document.toJS() === null,
      );
      return isEmpty
        ? [{ path, change: 'removed', text }]
        : [{ path, change: 'changed', text: left.join('') }];
    });
    expect(source).toEqual(expected);
  });

  it('puts matters down to controls that there are', () => {
    const ids = registry.map(({ id }) => id);
    for (const { control } of one.report.matters)
      expect([undefined, ...ids]).toContain(control);
  });

  it('names every matter in the report that people read', () => {
    const markdown = formatReport(one.report);
    const told = one.report.matters.filter(
      ({ disposition }) => !['exact', 'untouched'].includes(disposition),
    );
    for (const { matter } of told) expect(markdown).toContain(matter);
    for (const { namespace } of one.report.refused)
      expect(markdown).toContain(namespace);
  });
});

describe('adopting identically', () => {
  const one = imported('identical');

  it('touches no file that was there', () => {
    expect(filesOf(one).source).toEqual([]);
  });

  it('adds labels and annotations to Namespaces, and otherwise only what adds', () => {
    for (const { namespaces } of one.report.tenants)
      for (const { objects, added, collisions } of namespaces) {
        expect(collisions).toEqual([]);
        expect(
          objects.filter(({ effect }) => !['stays', 'marked'].includes(effect)),
        ).toEqual([]);
        expect(
          added.filter(
            ({ kind }) => !['RoleBinding', 'ListenerSet'].includes(kind),
          ),
        ).toEqual([]);
      }
  });

  it('gives nobody a namespace that they had no role in', () => {
    for (const tenant of one.tenants)
      for (const { namespace, objects } of namespacesOf(
        one,
        tenant.metadata.name,
      ))
        for (const group of tenant.spec.access.admins) {
          const bound = objects.some(
            ({ object }) =>
              object.kind === 'RoleBinding' &&
              JSON.stringify(object.subjects).includes(`"github:${group}"`) &&
              JSON.stringify(object.roleRef).includes('"admin"'),
          );
          expect({ namespace, group, bound }).toEqual({
            namespace,
            group,
            bound: true,
          });
        }
  });

  it('comes to the same tenants again once it is merged', () => {
    const merged = [
      ...files.filter(({ text }) => !/^kind: Namespace$/m.test(text)),
      ...one.found.namespaces.flatMap(({ name, objects }) =>
        objects
          .filter(({ object }) => object.kind === 'Namespace')
          .map(({ object }) => mergedNamespace(object, renderedFor(one, name))),
      ),
      ...asFiles(one).filter(({ path }) => !path.endsWith('.Namespace')),
    ];
    const again = importAs('identical', withOtherObjects(merged));
    expect(again.tenants).toEqual(one.tenants);
  });
});

/** Objects that share a file with a Namespace. */
function withOtherObjects(input: readonly InputFile[]): InputFile[] {
  const beside = files
    .filter(({ text }) => /^kind: Namespace$/m.test(text))
    .flatMap(({ path, text }) =>
      text
        .split(/^(?=---(?:[ \t\r\n]|$))/m)
        .filter(document => !/^kind: Namespace$/m.test(document))
        .map((document, index) => ({
          path: path.replace(/\.ya?ml$/, `-${index}.yaml`),
          text: document,
        })),
    );
  return [...input, ...beside];
}

function mergedNamespace(
  found: KubernetesObject,
  rendered: readonly RenderedObject[],
): InputFile {
  const ours = rendered.find(({ object }) => object.kind === 'Namespace');
  const { name, labels, annotations } = found.metadata;
  return {
    path: `${name}/00-merged.yaml`,
    text: toYaml({
      ...found,
      metadata: {
        name,
        labels: { ...labels, ...ours?.object.metadata.labels },
        annotations: { ...annotations, ...ours?.object.metadata.annotations },
      },
    }),
  };
}

function namespacesOf(one: Import, tenant: string) {
  const told = one.report.tenants.find(({ name }) => name === tenant);
  const names = new Set(told?.namespaces.map(({ namespace }) => namespace));
  return one.found.namespaces
    .filter(({ name }) => names.has(name))
    .map(({ name, objects }) => ({ namespace: name, objects }));
}

/** What is rendered into namespaces, as somebody would find it. */
function asFiles(one: Import): InputFile[] {
  return renderedBy(one).map(({ object }, index) => ({
    path: `rendered/${
      object.metadata.namespace ?? object.metadata.name
    }/${index}.${object.kind}`,
    text: toYaml(object),
  }));
}

describe('what was imported and rendered', () => {
  const one = imported('enforce');
  const again = importAs('enforce', asFiles(one));

  it('is imported to the same tenants', () => {
    expect(again.tenants).toEqual(one.tenants);
  });

  it('is exact, every object of it', () => {
    expect(again.report.counts.exact).toBe(asFiles(one).length);
    expect(again.report.refused).toEqual([]);
    expect(again.report.suggestions).toEqual({
      supportGroups: [],
      sizes: [],
      profiles: [],
    });
  });
});

describe('what the report calls exact', () => {
  const one = imported('enforce');
  const found = new Map(
    one.found.namespaces.map(namespace => [namespace.name, namespace]),
  );
  const told = one.report.tenants.flatMap(({ namespaces }) => namespaces);
  const world: World = new Map([
    ...one.found.namespaces.map(
      ({ name, objects }) =>
        [
          name,
          {
            ...objects.find(({ object }) => object.kind === 'Namespace')?.object
              .metadata.labels,
            ...renderedFor(one, name).find(
              ({ object }) => object.kind === 'Namespace',
            )?.object.metadata.labels,
          },
        ] as const,
    ),
    ...(brownfieldHints.platformNamespaces ?? []).map(
      ({ name, labels = {} }) => [name, labels] as const,
    ),
  ]);

  it('is bounded by rendering as it was', () => {
    let bounds = 0;
    for (const { namespace, objects } of told) {
      const rendered = renderedFor(one, namespace).map(({ object }) => object);
      for (const { place, kind, disposition } of objects) {
        if (disposition !== 'exact') continue;
        if (kind !== 'ResourceQuota' && kind !== 'LimitRange') continue;
        const object = objectAt(found.get(namespace), place);
        for (const [name, amount] of amountsOf(object)) {
          const ours = rendered
            .filter(other => other.kind === kind)
            .flatMap(other => [...amountsOf(other)])
            .find(([other]) => other === name);
          expect({ namespace, name, amount: ours?.[1] }).toEqual({
            namespace,
            name,
            amount,
          });
          bounds += 1;
        }
      }
    }
    expect(bounds).toBeGreaterThan(700);
  });

  it('lets in whom it let in, and nobody else where all of a namespace is exact', () => {
    let compared = 0;
    for (const { namespace, objects, opened } of told) {
      const policies = objects.filter(
        ({ place, kind }) =>
          kind === 'NetworkPolicy' &&
          objectAt(found.get(namespace), place)?.apiVersion ===
            'networking.k8s.io/v1',
      );
      const exact = policies.filter(
        ({ disposition }) => disposition === 'exact',
      );
      if (exact.length === 0) continue;
      const before = exact.flatMap(
        ({ place }) => objectAt(found.get(namespace), place) ?? [],
      );
      const after = renderedFor(one, namespace)
        .map(({ object }) => object)
        .filter(({ kind }) => kind === 'NetworkPolicy');
      const all = exact.length === policies.length && opened.length === 0;
      for (const pod of podsOf(namespace, before))
        for (const from of [
          ...podsOf(namespace, before),
          { namespace: 'ingress-controllers', labels: {} },
          { namespace: 'monitoring', labels: {} },
          { namespace: 'team-0656-development', labels: {} },
          { namespace: 'team-0010-prod', labels: { app: 'web' } },
        ])
          for (const port of [80, 5000, 8000, 8080]) {
            const was = mayEnter(before, from, pod, port, world);
            const is = mayEnter(after, from, pod, port, world);
            const closed = before.some(policy =>
              isClosedBy(policy, pod, world),
            );
            compared += 1;
            // A pod that no exact policy selects was open to everybody, which no rendering is.
            const holds = all ? was === is || !closed : !was || is || !closed;
            expect({
              namespace,
              pod,
              from,
              port,
              was,
              is,
              holds,
            }).toMatchObject({ holds: true });
          }
    }
    expect(compared).toBeGreaterThan(3_000);
  });
});

function isClosedBy(policy: KubernetesObject, pod: Pod, world: World): boolean {
  // Selected by a policy that lets nobody in: then nobody comes in.
  const shut = { ...policy, spec: { ...Object(policy.spec), ingress: [] } };
  return !mayEnter([shut], { ...pod, namespace: '' }, pod, 1, world);
}

function objectAt(
  namespace: FoundNamespace | undefined,
  place: { readonly file: string; readonly document: number },
): KubernetesObject | undefined {
  return namespace?.objects.find(
    ({ place: other }) =>
      other.file === place.file && other.document === place.document,
  )?.object;
}

/** A pod without labels, and one for each that the policies speak of. */
function podsOf(
  namespace: string,
  policies: readonly KubernetesObject[],
): Pod[] {
  const named = [
    ...JSON.stringify(policies).matchAll(/"matchLabels":(\{[^{}]*\})/g),
  ].map(([, labels]): Record<string, string> => JSON.parse(labels));
  return [{}, ...named].map(labels => ({ namespace, labels }));
}

/** Amounts by name, as numbers: `count/pods` and `pods` are one. */
function amountsOf(object: KubernetesObject | undefined): Map<string, bigint> {
  const spec: {
    hard?: Record<string, string>;
    limits?: Record<string, Record<string, string>>[];
  } = JSON.parse(JSON.stringify(object?.spec ?? {}));
  const entries = [
    ...Object.entries(spec.hard ?? {}).map(
      ([name, amount]) =>
        [name === 'pods' ? 'count/pods' : name, amount] as const,
    ),
    ...(spec.limits ?? []).flatMap(({ type, ...bounds }) =>
      Object.entries(bounds).flatMap(([bound, amounts]) =>
        Object.entries(amounts).map(
          ([resource, amount]) =>
            [`${type} ${bound} ${resource}`, amount] as const,
        ),
      ),
    ),
  ];
  return new Map(
    entries.map(([name, amount]) => [
      name,
      quantityValue(String(amount)) ?? -1n,
    ]),
  );
}

describe('a document that nobody can read', () => {
  it('is told of and stays', () => {
    const broken = brownfieldFiles('brownfield-extra/unparsable');
    const whole = [
      ...files.filter(({ path }) => path.startsWith('team-0001-dev/')),
      ...broken.map(({ path, text }) => ({
        path: `team-0001-dev/${path}`,
        text,
      })),
    ];
    const one = importAs('enforce', whole);
    expect(one.report.counts.unreadable).toBe(1);
    expect(readNamespaces(whole).namespaces[0].unreadable[0].reason).toMatch(
      /binary/,
    );
    expect(
      importFiles(one, fleetOf(one), whole).source.map(({ path }) => path),
    ).not.toContain(`team-0001-dev/${broken[0].path}`);
  });
});

describe('with the roles of the cluster in the input', () => {
  const one = importAs('identical', [
    ...files,
    ...brownfieldFiles('brownfield-extra/cluster'),
  ]);

  it('every binding is understood', () => {
    const told = one.report.matters.map(({ matter }) => matter);
    expect(told).not.toContain('binds a role that the input does not have');
    expect(told).toContain('binds a ClusterRole with rights that mean nothing');
  });

  it('the built-in role is what operators have made of it', () => {
    const [admin] = one.report.roles;
    expect(admin.lost.join('; ')).toContain('monitoring.coreos.com');
  });
});

it('writes a repository that is read back whole', () => {
  const one = imported('identical');
  const { repository } = filesOf(one);
  const { fleet, problems } = readFleet(
    treeFromFiles(
      new Map([
        ['platform.yaml', toYaml(platform)],
        [`clusters/${cluster.metadata.name}/cluster.yaml`, toYaml(cluster)],
        ...repository,
      ]),
    ),
  );
  expect(problems).toEqual([]);
  expect(fleet?.tenants).toHaveLength(one.tenants.length);
});
