import type { Adoption } from '../adopt';
import type { Disposition, ObjectReport } from '../disposition';
import type { Isolation } from '../fit';
import type { Place, UnreadableDocument } from '../read/readNamespaces';
import type { Suggestions } from '../suggest';

/** What becomes of one namespace. */
export interface AdoptedNamespaceReport {
  readonly tenant: string;
  readonly environment: string;
  readonly namespace: string;
  readonly profile: string;
  readonly size: string;
  /** Every object of the namespace, in the order of the input. */
  readonly objects: readonly ObjectReport[];
  readonly unreadable: readonly UnreadableDocument[];
  /** What enforcing the profile opens that is closed now. */
  readonly opened: readonly {
    readonly control: string;
    readonly detail: string;
  }[];
  /** Objects that merging makes. */
  readonly added: readonly {
    readonly kind: string;
    readonly name: string;
    readonly controls: readonly string[];
  }[];
  /** Objects that are there under a name that rendering uses, and say something else. */
  readonly collisions: readonly string[];
  /** What the size and the profile allow less of than there is now. */
  readonly takenAway: readonly string[];
  readonly isolation: Isolation;
  /** Namespaces whose policies let this one in, and that it can't call any more once its egress is closed. */
  readonly cutOff: readonly string[];
}

export interface TenantReport {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  /** What had to be guessed or left out, for a person to confirm. */
  readonly doubts: readonly string[];
  readonly namespaces: readonly AdoptedNamespaceReport[];
}

/** A namespace that isn't adopted; it stays what it is. */
export interface RefusedReport {
  readonly namespace: string;
  readonly reason: string;
  readonly objects: readonly ObjectReport[];
  readonly unreadable: readonly UnreadableDocument[];
}

/** One matter, told once however often it occurs. */
export interface Matter {
  readonly disposition: Disposition;
  readonly control?: string;
  readonly matter: string;
  readonly objects: number;
  readonly namespaces: readonly string[];
  /** Whether ours would take away something that works now. */
  readonly tightens: boolean;
}

/** What our role takes away from, and gives to, whoever has a built-in one. */
export interface RoleReport {
  readonly role: string;
  readonly ours: string;
  readonly bindings: number;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /** Rights of the built-in role that give nothing any more. */
  readonly meaningless: readonly string[];
}

export interface ImportReport {
  readonly adopt: Adoption;
  readonly until?: string;
  /** Objects by disposition; documents that nobody can read count as `unreadable`. */
  readonly counts: Readonly<Record<Disposition, number>>;
  readonly tenants: readonly TenantReport[];
  readonly refused: readonly RefusedReport[];
  /** Objects of the cluster, and those that belong to no namespace. */
  readonly others: readonly ObjectReport[];
  readonly unreadable: readonly UnreadableDocument[];
  /** Documents with nothing but comments. */
  readonly empty: readonly Place[];
  readonly matters: readonly Matter[];
  readonly roles: readonly RoleReport[];
  readonly suggestions: Suggestions;
}
