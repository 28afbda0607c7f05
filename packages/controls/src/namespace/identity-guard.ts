import { ownedPrefix } from '../admission/targets';
import { defineControl } from '../control';
import { identityAttacks } from './identity-guard.attacks';

const guardedAnnotations = [
  ownedPrefix,
  // Which nodes the scheduler's plug-ins take.
  'scheduler.alpha.kubernetes.io/',
  // Whether Argo CD may prune it.
  'argocd.argoproj.io/',
];

const guarded = guardedAnnotations
  .map(prefix => `key.startsWith('${prefix}')`)
  .join(' || ');

/** Every guarded annotation of the one is in the other, with the same value. */
const same = (from: string, to: string) =>
  `variables.${from}Annotations.all(key, !(${guarded}) || (key in variables.${to}Annotations && variables.${to}Annotations[key] == variables.${from}Annotations[key]))`;

const exempt = 'variables.isPlatform || !variables.isTenantNamespace';

/**
 * Nobody but the platform changes what a Namespace says about its tenant.
 *
 * Fields: metadata.labels, all of them; metadata.annotations that begin with tenantry.dev/,
 * scheduler.alpha.kubernetes.io/ or argocd.argoproj.io/. By way of namespaces, namespaces/status, namespaces/finalize.
 * Allowed: the same keys with the same values as before; on creation none.
 * All labels, because any may be selected on: by Pod Security, by policies, by a Gateway, by a neighbour's
 * NetworkPolicy, by a webhook that leaves namespaces out.
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
    { id: 'N04', attempt: "take another tenant's label, or one that opens" },
    {
      id: 'N05',
      attempt: 'label the namespace for administrative access to devices',
    },
    { id: 'N09', attempt: 'pin an old version of the Pod Security standard' },
    { id: 'S02', attempt: 'steer its pods onto other nodes by an annotation' },
    { id: 'G09', attempt: 'let Argo CD prune it without being asked' },
  ],
  attacks: identityAttacks,
  rules: [
    {
      on: 'namespaces',
      require: `${exempt} || variables.newLabels == variables.oldLabels`,
      message: "only the platform may change labels of a tenant's namespace",
    },
    {
      on: 'namespaces',
      require: `${exempt} || (${same('old', 'new')} && ${same('new', 'old')})`,
      message: `only the platform may change annotations of a tenant's namespace that begin with ${guardedAnnotations.join(
        ', ',
      )}`,
    },
  ],
});
