import { defineControl } from '../control';
import {
  extensionPointAttacks,
  withheldRights,
} from './extension-points.attacks';

/**
 * Tenants have no say in what the API server takes, refuses, or does for them.
 *
 * Contributes nothing: it is a right that no role gives, and posture looks for it in the roles. Kinds that
 * extend the API server (definitions, webhooks, policies of either engine, their exceptions, flows, classes) and kinds by
 * which operators act with rights of their own are in no role; the objects that rules read are the Namespace, which
 * tenants can't write, and not ConfigMaps.
 * What the API server doesn't let a policy judge (webhook configurations, native policies) only a right can protect.
 */
export const extensionPoints = defineControl({
  id: 'extension-points',
  title: 'The rules are not for tenants to change',
  component: 'admission',
  why: 'Who may add a webhook or a policy decides about everybody, and who may add an exception decides about themselves. Policies in a namespace have been a way out of it: they ran with the rights of the engine.',
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks',
    'https://nvd.nist.gov/vuln/detail/CVE-2026-22039',
    'https://github.com/advisories/GHSA-79gf-7frw-68m9',
  ],
  stops: [
    { id: 'E01', attempt: 'extend the API server, or take a policy away' },
    { id: 'E02', attempt: 'except itself from a policy' },
    { id: 'E03', attempt: "act with the policy engine's rights" },
    { id: 'E04', attempt: 'rewrite what the rules read' },
    { id: 'E07', attempt: "act with an operator's rights" },
  ],
  leavesOpen: [
    'Operators of the platform that act on kinds a tenant may write, such as ConfigMaps or annotated Services',
  ],
  attacks: extensionPointAttacks,
  withholds: withheldRights,
});
