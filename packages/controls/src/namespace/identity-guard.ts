import { defineControl } from '../control';
import { ownedPrefix } from '../admission/targets';
import type { Rule } from '../admission/rule';

const guardedLabels = [
  ownedPrefix,
  'pod-security.kubernetes.io/',
  'resource.kubernetes.io/',
];
const guardedAnnotations = [ownedPrefix];

/**
 * Nobody but the platform changes what a Namespace says about its tenant.
 *
 * Fields: metadata.labels with the prefixes tenantry.dev/, pod-security.kubernetes.io/ and resource.kubernetes.io/;
 * metadata.annotations with the prefix tenantry.dev/. By way of namespaces, namespaces/status, namespaces/finalize.
 * Allowed: the same keys with the same values as before; on creation none.
 */
export const identityGuard = defineControl({
  id: 'identity-guard',
  title: "A namespace's identity can't be changed",
  component: 'namespace',
  why: 'Policies find a tenant by the labels of its Namespace, and Pod Security is switched off by one of them. The status and finalize subresources write the same metadata, so they are guarded as well.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
    'https://github.com/advisories/GHSA-2ww6-hf35-mfjm',
  ],
  stops: [
    {
      id: 'N01',
      attempt: 'relabel the namespace to a privileged Pod Security level',
    },
    {
      id: 'N02',
      attempt: 'the same through namespaces/status or namespaces/finalize',
    },
    { id: 'N04', attempt: "take another tenant's label" },
    {
      id: 'N05',
      attempt: 'label the namespace for administrative access to devices',
    },
    { id: 'N09', attempt: 'pin an old version of the Pod Security standard' },
  ],
  attacks: [],
  rules: [
    unchanged('labels', 'Labels', guardedLabels),
    unchanged('annotations', 'Annotations', guardedAnnotations),
  ],
});

function unchanged(
  what: string,
  suffix: string,
  prefixes: readonly string[],
): Rule {
  const guarded = prefixes
    .map(prefix => `key.startsWith('${prefix}')`)
    .join(' || ');
  const same = (from: string, to: string) =>
    `variables.${from}${suffix}.all(key, !(${guarded}) || variables.${to}${suffix}[?key].orValue('') == variables.${from}${suffix}[key])`;
  return {
    on: 'namespaces',
    require: `variables.isPlatform || !variables.isTenantNamespace || (${same(
      'old',
      'new',
    )} && ${same('new', 'old')})`,
    message: `only the platform may change ${what} of a tenant's namespace that begin with ${prefixes.join(
      ', ',
    )}`,
  };
}
