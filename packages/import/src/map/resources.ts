import type { RenderedObject } from '@tenantry/controls';
import { boundsOf, compareBounds } from '../bounds';
import type { BoundComparison, Bounds } from '../bounds';
import { judged } from '../disposition';
import type { Judgement, Note } from '../disposition';
import type { FoundObject } from '../read/readNamespaces';

const kinds = ['ResourceQuota', 'LimitRange'];

export function isBounding({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): boolean {
  return apiVersion === 'v1' && kinds.includes(kind);
}

/** The bounds of everything that is rendered into one namespace. */
function renderedBounds(rendered: readonly RenderedObject[]): Bounds {
  return new Map(
    rendered
      .filter(({ object }) => isBounding(object))
      .flatMap(({ object }) => [...(boundsOf(object) ?? [])]),
  );
}

/** Compares what a quota or a limit range bounds with what is rendered. */
export function mapBounds(
  found: FoundObject,
  rendered: readonly RenderedObject[],
  size: string,
): Judgement {
  const { kind } = found.object;
  const counterparts = rendered.filter(({ object }) => object.kind === kind);
  const by = counterparts.flatMap(({ controls }) => controls);
  const bounds = boundsOf(found.object);
  if (!bounds)
    return judged(
      found,
      [
        {
          disposition: 'inexpressible',
          matter: `a ${kind} that no size can say`,
          detail: 'it has scopes, or amounts that are no quantities',
        },
      ],
      'inexpressible',
    );
  const compared = compareBounds(bounds, renderedBounds(rendered));
  const notes = compared
    .filter(({ verdict }) => verdict !== 'same')
    .map((bound): Note => noteOn(bound, kind, size));
  return judged(found, notes, 'exact', by);
}

const verdictWords = {
  wider: 'allows more',
  tighter: 'allows less',
  other: 'says another',
} as const;

function noteOn(
  { name, found, ours, verdict }: BoundComparison,
  kind: string,
  size: string,
): Note {
  if (verdict === 'none' || verdict === 'same')
    return {
      disposition: 'extra',
      matter: `a ${kind} that bounds what no size bounds`,
      detail: `${name} is ${found}`,
    };
  return {
    disposition: 'overridden',
    matter: `the size ${verdictWords[verdict]} ${name}`,
    detail: `${name} is ${found}, in the size ${size} ${ours}`,
    ...(verdict === 'tighter' ? { tightens: true as const } : {}),
  };
}
