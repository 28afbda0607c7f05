import type { Complaint } from './complaint';
import type { Environment } from './environment';
import { quote } from './quote';
import { reservedReason } from './reservedNames';
import { checkedText } from './valueType';

/** Kubernetes' own rule for the name of a Namespace, RFC 1123: unlike our names it may begin with a digit. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The Namespace of a tenant's environment: the adopted one, or `<tenant>-<environment>`. Nothing else puts the two names
 * together.
 *
 * @param tenant its name.
 */
export function namespaceOf(
  tenant: string,
  { name, namespace }: Pick<Environment, 'name' | 'namespace'>,
): string {
  return namespace ?? `${tenant}-${name}`;
}

/** What is wrong with the name of an adopted Namespace by itself; undefined when nothing is. */
export function adoptedNamespaceProblem(name: string): Complaint | undefined {
  const example = 'payments-legacy';
  if (!LABEL.test(name)) {
    return {
      message: `${quote(
        name,
      )} isn't the name of a namespace: 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit`,
      example,
    };
  }
  const why = namespaceReservation(name);
  return why
    ? { message: `${quote(name)} is reserved: ${why}`, example }
    : undefined;
}

/** What is wrong with the Namespace that a tenant's and an environment's name give together; undefined when nothing is. */
export function joinedNamespaceProblem(
  tenant: string,
  environment: string,
): Complaint | undefined {
  const namespace = namespaceOf(tenant, { name: environment });
  const why = namespaceReservation(namespace);
  return why
    ? {
        message: `together with the tenant's name it gives the namespace ${quote(
          namespace,
        )}, which is reserved: ${why}`,
        example: 'dev',
      }
    : undefined;
}

export const AdoptedNamespace = checkedText(adoptedNamespaceProblem, {
  description:
    'An existing namespace that it adopts; default: the names of tenant and environment, joined by a hyphen. Only a platform engineer writes it, in tenant.yaml.',
  examples: ['payments-legacy'],
  pattern: LABEL.source,
});

function namespaceReservation(namespace: string): string | undefined {
  return namespace.endsWith('-system')
    ? 'cluster components end their namespaces in -system'
    : reservedReason(namespace);
}
