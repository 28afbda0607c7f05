import type { Complaint } from './complaint';
import { quote } from './quote';
import { checkedText } from './valueType';

const PART = '[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?';
const GROUP_REF = new RegExp(`^group:(${PART})/(${PART})$`);
const ENTITY_REF = new RegExp(`^(?:user|group):${PART}/${PART}$`);

/** What is wrong with the full reference of a catalog group; undefined when nothing is. */
export function groupRefProblem(ref: string): Complaint | undefined {
  if (GROUP_REF.test(ref)) {
    return undefined;
  }
  return {
    message: `${quote(ref)} isn't a reference to a group of the catalog; ${
      ref.startsWith('user:')
        ? 'a tenant belongs to a group, not to one person'
        : 'write group:<namespace>/<name> in lower case'
    }`,
    example: likelyGroupRef(ref),
  };
}

/** The namespace and name of a group reference that has been checked. */
export function parseGroupRef(ref: string): {
  namespace: string;
  name: string;
} {
  const match = GROUP_REF.exec(ref);
  if (!match) {
    throw new TypeError(`not a group reference: ${quote(ref)}`);
  }
  return { namespace: match[1], name: match[2] };
}

export const GroupRef = checkedText(groupRefProblem, {
  description: 'The group that owns it, as a full catalog reference.',
  examples: ['group:default/payments'],
  pattern: GROUP_REF.source,
});

export const EntityRef = checkedText(
  ref =>
    ENTITY_REF.test(ref)
      ? undefined
      : {
          message: `${quote(
            ref,
          )} isn't a reference to a user or group of the catalog; write group:<namespace>/<name> or user:<namespace>/<name> in lower case`,
          example: likelyGroupRef(ref),
        },
  {
    description: 'A user or a group of the catalog, as a full reference.',
    examples: ['group:default/security'],
    pattern: ENTITY_REF.source,
  },
);

function likelyGroupRef(ref: string): string {
  const [, namespace = 'default', name] =
    /^(?:group:)?(?:([a-z0-9._-]+)\/)?([a-z0-9._-]+)$/.exec(
      ref.toLowerCase(),
    ) ?? [];
  const guess = `group:${namespace}/${name}`;
  return name && GROUP_REF.test(guess) ? guess : 'group:default/payments';
}
