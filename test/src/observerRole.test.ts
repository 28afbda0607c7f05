import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { observerRole, proofKinds } from '@tenantry/cluster';
import {
  kindsToObserve,
  renderCluster,
  renderPlatform,
  renderTenant,
  toYaml,
} from '@tenantry/controls';
import { dialects, provingGround } from '../cluster/suite/fleet';

/** `UPDATE_GOLDEN=1 npm test -- observerRole` writes it anew. */
const update = process.env.UPDATE_GOLDEN === '1';
const path = join(__dirname, '../../docs/observer-role.yaml');

/** Every kind that any tenant on any cluster may have, in both dialects. */
const kinds = dialects.flatMap(dialect => {
  const fleet = provingGround(dialect);
  return [
    ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
    ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
    ...renderPlatform(fleet).objects,
  ].map(({ object }) => object);
});
const role = observerRole([...kindsToObserve(kinds), ...proofKinds]);

it('the role in the documentation is the one that observing needs', () => {
  if (update) writeFileSync(path, toYaml(role));
  expect(readFileSync(path, 'utf8')).toBe(toYaml(role));
});

it('reads, and reads no Secret', () => {
  const rules = role.rules as {
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(
    new Set(['list', 'watch']),
  );
  const resources = rules.flatMap(({ resources: each }) => each);
  expect(resources).toContain('networkpolicies');
  expect(resources).not.toContain('secrets');
  expect(resources).not.toContain('*');
});
