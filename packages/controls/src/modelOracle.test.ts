import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubernetesObject } from './objects';
import { renderCluster, renderPlatform, renderTenant } from './render';
import { strictProblems } from './strict';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';
import { validateByModel } from './testing/modelOracle';

const fleet = exampleFleet();
const objects: KubernetesObject[] = [
  ...['shared', 'hardened', 'sandboxed'].flatMap(
    profile => renderTenant(paymentsTenant(profile), fleet).objects,
  ),
  ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
  ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
  ...renderPlatform(fleet).objects,
].map(({ object }) => object);

/** Files that reviewers read, of one tenant per profile. */
const goldenRoot = join(__dirname, '../../../test/golden');
const golden = readdirSync(goldenRoot, { recursive: true, encoding: 'utf8' })
  .filter(path => /\/(clusters|argocd)\/.*\.yaml$/.test(path))
  .sort();

describe('the golden files', () => {
  it.each(golden)('%s passes the strict check and kubernetes-models', path => {
    const object: KubernetesObject = parse(
      readFileSync(join(goldenRoot, path), 'utf8'),
    );
    expect(strictProblems(object)).toEqual([]);
    expect(() => validateByModel(object)).not.toThrow();
  });

  it('are there', () => {
    expect(golden.length).toBeGreaterThan(50);
  });
});

describe('kubernetes-models', () => {
  it.each(
    objects.map(
      object => [`${object.kind} ${object.metadata.name}`, object] as const,
    ),
  )('accepts %s', (_, object) => {
    expect(() => validateByModel(object)).not.toThrow();
  });

  it('would notice a mistake', () => {
    const quota = objects.find(({ kind }) => kind === 'ResourceQuota');
    expect(() =>
      validateByModel({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: quota?.metadata ?? { name: 'x' },
        spec: { hard: { pods: 'many' } },
      }),
    ).toThrow();
  });
});
