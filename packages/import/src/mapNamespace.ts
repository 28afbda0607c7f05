import { contains, groupOf, identityOf } from '@tenantry/controls';
import type { RenderedObject } from '@tenantry/controls';
import { canonicalObject, sameContents } from './canonicalObject';
import { judged } from './disposition';
import type { Judgement, Note } from './disposition';
import { isGuardRail } from './kinds';
import { isAccess, mapAccess } from './map/access';
import type { AccessSituation } from './map/access';
import { mapNamespaceObject } from './map/namespace';
import {
  isNetworkPolicy,
  mapNetworkPolicy,
  networkRendering,
  openedByUs,
} from './map/network';
import { isBounding, mapBounds } from './map/resources';
import type { NamespaceIndex } from './network/namespaceIndex';
import type { FoundNamespace, FoundObject } from './read/readNamespaces';

/** What a namespace is held against: the environment it becomes, as the controls render it. */
export interface Goal {
  /** What is rendered for the environment. */
  readonly rendered: readonly RenderedObject[];
  /** The name of its size. */
  readonly size: string;
  readonly index: NamespaceIndex;
  readonly access: AccessSituation;
}

export interface NamespaceMap {
  /** Every object once, in the order of the input. */
  readonly judgements: readonly Judgement[];
  /** What rendering opens that is closed now. */
  readonly opened: readonly {
    readonly control: string;
    readonly detail: string;
  }[];
}

/** Holds every object of a namespace against what would be rendered for it. */
export function mapNamespace(
  { name, objects }: FoundNamespace,
  goal: Goal,
): NamespaceMap {
  const network = networkRendering(goal.rendered, name);
  const rendered = new Map(
    goal.rendered.map(one => [identityOf(one.object), one]),
  );
  const definitions = definitionsOf(objects);
  const judgements = objects.map(found => {
    const judgement = judge(found);
    const note = repetitionNote(found, definitions);
    return note
      ? judged(
          found,
          [...judgement.notes, note],
          judgement.disposition,
          judgement.by,
        )
      : judgement;
  });

  function judge(found: FoundObject): Judgement {
    const { object } = found;
    const counterpart = rendered.get(identityOf(object));
    if (!isGuardRail(object, counterpart !== undefined))
      return judged(found, [], 'untouched');
    if (object.kind === 'Namespace')
      return mapNamespaceObject(found, counterpart);
    if (counterpart && sameContents(object, counterpart.object))
      return judged(found, [], 'exact', counterpart.controls);
    if (isNetworkPolicy(object))
      return mapNetworkPolicy(found, network, goal.index);
    if (isBounding(object)) return mapBounds(found, goal.rendered, goal.size);
    if (isAccess(object)) return mapAccess(found, goal.access);
    return mapOther(found, counterpart);
  }

  return {
    judgements,
    opened: openedByUs(
      objects.filter(({ object }) => isNetworkPolicy(object)),
      network,
      goal.index,
    ),
  };
}

/** A kind that is only known as far as it is rendered. */
function mapOther(
  found: FoundObject,
  counterpart: RenderedObject | undefined,
): Judgement {
  const { object } = found;
  if (!counterpart)
    return judged(
      found,
      [
        {
          disposition: 'inexpressible',
          matter: `a ${object.kind} of ${groupOf(
            object,
          )}, which no tenant file can say`,
          detail:
            'no control renders or judges it; it may open what ours close',
        },
      ],
      'inexpressible',
    );
  const { metadata: _, ...declared } = canonicalObject(counterpart.object);
  return contains(canonicalObject(object), declared)
    ? judged(found, [], 'exact', counterpart.controls)
    : judged(
        found,
        [
          {
            disposition: 'overridden',
            matter: `a ${object.kind} that is rendered with other fields`,
            detail: object.metadata.name,
          },
        ],
        'overridden',
        counterpart.controls,
      );
}

type Definitions = ReadonlyMap<string, readonly FoundObject[]>;

function definitionsOf(objects: readonly FoundObject[]): Definitions {
  const definitions = new Map<string, FoundObject[]>();
  for (const found of objects) {
    const key = identityOf(found.object);
    definitions.set(key, [...(definitions.get(key) ?? []), found]);
  }
  return definitions;
}

/** Of several definitions of one object the cluster has the last that was applied, and nobody here knows the order. */
function repetitionNote(
  found: FoundObject,
  definitions: Definitions,
): Note | undefined {
  const all = definitions.get(identityOf(found.object)) ?? [];
  if (all.length < 2) return undefined;
  const others = all
    .filter(other => other !== found)
    .map(({ place }) => `${place.file}:${place.line}`)
    .join(', ');
  const text = JSON.stringify(canonicalObject(found.object));
  return all.every(
    other => JSON.stringify(canonicalObject(other.object)) === text,
  )
    ? {
        disposition: 'untouched',
        matter: 'defined twice alike',
        detail: `also in ${others}`,
      }
    : {
        disposition: 'inexpressible',
        matter:
          'defined twice with different content: the cluster has one of them',
        detail: `also in ${others}`,
      };
}
