import { stagesOf } from '@tenantry/cluster';
import type { Stage } from '@tenantry/controls';
import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
  type Fleet,
} from '@tenantry/model';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../manifests/readManifests';
import { mapAt, toValue } from '../value';

const root = join(__dirname, '../../../../test/cluster/platform');

/** The platform on whose clusters the attack suite proves the controls. */
export function provingGround(): Fleet {
  const all = <T>(folder: string, parse: (text: string) => T) =>
    readdirSync(join(root, folder))
      .sort()
      .map(file => parse(readFileSync(join(root, folder, file), 'utf8')));
  return {
    platform: unwrap(
      parsePlatform(readFileSync(join(root, 'platform.yaml'), 'utf8')),
    ),
    clusters: all('clusters', text => unwrap(parseCluster(text))),
    tenants: all('tenants', text => unwrap(parseTenant(text))),
  };
}

/** An environment of every profile on each cluster. */
export function stages(): Stage[] {
  const fleet = provingGround();
  return fleet.clusters.flatMap(({ metadata }) => {
    const all = stagesOf(fleet, metadata.name);
    return all.filter(
      ({ profile }, index) =>
        all.findIndex(other => other.profile.name === profile.name) === index,
    );
  });
}

/** The environment in this namespace. */
export function stageIn(namespace: string): Stage {
  const found = stages().find(stage => stage.namespace === namespace);
  if (!found) throw new Error(`no environment has the namespace ${namespace}`);
  return found;
}

/** An object of a request, as if it had been read from a file. */
export function manifestOf(object: unknown): Manifest {
  return {
    object: mapAt(toValue(object)),
    file: 'attack.yaml',
    path: [],
    locate: () => ({ line: 1, column: 1 }),
  };
}
