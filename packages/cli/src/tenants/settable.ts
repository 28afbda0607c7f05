/** How a field is written on the command line. */
export interface Settable {
  readonly kind:
    | 'text'
    | 'texts'
    | 'placements'
    | 'destinations'
    | 'peers'
    /** The day until which it is observed. */
    | 'observed';
  readonly required?: boolean;
}

const required = true;

/** Fields of tenant.yaml below spec; `*` is the name of an environment. A test holds it against the schema. */
export const settable: Readonly<Record<string, Settable>> = {
  title: { kind: 'text', required },
  owner: { kind: 'text', required },
  'access.admins': { kind: 'texts', required },
  'access.developers': { kind: 'texts' },
  'access.viewers': { kind: 'texts' },
  profile: { kind: 'text', required },
  size: { kind: 'text', required },
  repositories: { kind: 'texts' },
  environments: { kind: 'placements', required },
  'environments.*.name': { kind: 'text', required },
  'environments.*.cluster': { kind: 'text', required },
  'environments.*.namespace': { kind: 'text' },
  'environments.*.observed': { kind: 'observed' },
  'environments.*.profile': { kind: 'text' },
  'environments.*.size': { kind: 'text' },
  'environments.*.hosts': { kind: 'texts' },
  'environments.*.egress': { kind: 'destinations' },
  'environments.*.peers': { kind: 'peers' },
  expires: { kind: 'text' },
};
