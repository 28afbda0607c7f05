import { podSecurityLabel } from '@tenantry/controls';
import type { KubernetesObject, RenderedObject } from '@tenantry/controls';
import { judged } from '../disposition';
import type { Judgement, Note } from '../disposition';
import type { FoundObject } from '../read/readNamespaces';

const levels = ['privileged', 'baseline', 'restricted'];

/** How strict the pod security standard is that a Namespace has now, from 0; without a label nothing is enforced. */
export function podSecurityRank(level: string | undefined): number {
  return Math.max(levels.indexOf(level ?? ''), 0);
}

/** The pod security standard that a Namespace enforces now. */
export function podSecurityOf({
  metadata,
}: KubernetesObject): string | undefined {
  return metadata.labels?.[podSecurityLabel];
}

/** Compares the labels and annotations of a Namespace that are rendered too; the others are the owner's and stay. */
export function mapNamespaceObject(
  found: FoundObject,
  rendered: RenderedObject | undefined,
): Judgement {
  const { labels = {}, annotations = {} } = found.object.metadata;
  const ours = rendered?.object.metadata;
  const level = ours?.labels?.[podSecurityLabel];
  const notes = [
    ...podSecurityNotes(labels[podSecurityLabel], level),
    ...differing(labels, ours?.labels, 'label'),
    ...differing(annotations, ours?.annotations, 'annotation'),
  ];
  return judged(found, notes, 'exact', rendered?.controls ?? []);
}

function podSecurityNotes(
  found: string | undefined,
  ours: string | undefined,
): Note[] {
  if (ours === undefined || found === ours) return [];
  const difference = podSecurityRank(found) - podSecurityRank(ours);
  const detail = `${found ?? 'nothing'} is enforced, in the profile ${ours}`;
  return difference < 0
    ? [
        {
          disposition: 'weaker',
          control: 'pod-security',
          matter: `enforces ${found ?? 'no pod security standard'}`,
          detail,
          tightens: true,
        },
      ]
    : [
        {
          disposition: 'overridden',
          control: 'pod-security',
          matter: 'the profile enforces a weaker pod security standard',
          detail,
        },
      ];
}

function differing(
  found: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>> = {},
  what: string,
): Note[] {
  return Object.entries(ours)
    .filter(
      ([key, value]) =>
        key !== podSecurityLabel &&
        Object.hasOwn(found, key) &&
        found[key] !== value,
    )
    .map(([key, value]) => ({
      disposition: 'overridden' as const,
      matter: `another value of the ${what} ${key}`,
      detail: `${found[key]}, rendered ${value}`,
    }));
}
