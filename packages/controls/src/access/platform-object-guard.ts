import { namespacedTargets } from '../admission/targets';
import { defineControl } from '../control';
import { platformObjectAttacks } from './platform-object-guard.attacks';

/**
 * What the platform put into a namespace, only the platform changes.
 *
 * Fields: objects labelled app.kubernetes.io/managed-by: tenantry; of the kinds in `platformKinds` with their
 * subresources and their deletion. Allowed: the platform's users, and the controllers that finish deletions and keep
 * status. The label can't be taken off first, nor put on an object of the tenant's own, of whatever kind.
 * A controller that writes more than the status of a Gateway belongs into the cluster's `platformUsers`.
 */
export const platformObjectGuard = defineControl({
  id: 'platform-object-guard',
  title: "The platform's objects stay as they are",
  component: 'access',
  why: 'A quota or a default deny is worth nothing if the one it restrains can delete it. Roles withhold the verbs; this rule also stops rights that come from elsewhere.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
  ],
  stops: [
    {
      id: 'R12',
      attempt:
        "change, relabel or delete the platform's objects in the namespace",
    },
  ],
  attacks: platformObjectAttacks,
  rules: [
    {
      on: namespacedTargets,
      everyRequest: true,
      require:
        'variables.isPlatform || variables.isController || !(variables.wasOurs || variables.isOurs)',
      message:
        'only the platform may create, change or delete an object labelled app.kubernetes.io/managed-by: tenantry',
    },
  ],
});
