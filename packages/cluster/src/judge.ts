import type { Refusal } from '@tenantry/controls';
import type { Answer, Identity } from './client';

/** What became of a request. */
export type Outcome =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly by: string; readonly message: string }
  /** Neither: the request never got as far as a decision about isolation. */
  | { readonly kind: 'other'; readonly message: string };

/** The words by which the plug-ins of the API server refuse. */
const words: Readonly<
  Record<Exclude<Refusal, 'rule' | 'rbac' | object>, RegExp>
> = {
  'pod-security': /violates PodSecurity/,
  quota: /exceeded quota|failed quota|insufficient quota/,
  limits:
    /(maximum|minimum) (cpu|memory|ephemeral-storage|storage) usage per|max limit to request ratio|forbidden: \[?(maximum|minimum)/,
};

const brokenRule =
  /resulted in error|cost limit exceeded|no such key|no such overload|failed calling webhook|failed to evaluate/;

/** Says what an answer means, and by whom a refused request was refused. */
export function outcomeOf(
  answer: Answer,
  controls: readonly string[],
): Outcome {
  const { status, message } = answer;
  if (status >= 200 && status < 300) return { kind: 'admitted' };
  // A rule that can't be evaluated refuses everything: that is a fault, never a success.
  if (brokenRule.test(message)) return { kind: 'other', message };
  const control = controlNamed(message, controls);
  if (control) return { kind: 'refused', by: control, message };
  for (const [by, pattern] of Object.entries(words))
    if (pattern.test(message)) return { kind: 'refused', by, message };
  if (status === 403 && /\bcannot\b/.test(message))
    return { kind: 'refused', by: 'rbac', message };
  return { kind: 'other', message: `${status}: ${message}` };
}

function controlNamed(
  message: string,
  controls: readonly string[],
): string | undefined {
  return controls.find(id => message.includes(`${id}: `));
}

/** Whether a refusal is the expected one. */
export function isRefusedBy(
  outcome: Outcome,
  refusals: readonly Refusal[],
  control: string,
  identity: Identity,
): boolean {
  if (outcome.kind === 'admitted') return false;
  return refusals.some(refusal => {
    if (typeof refusal === 'object')
      return outcome.message.includes(refusal.says);
    if (outcome.kind !== 'refused') return false;
    switch (refusal) {
      case 'rule':
        return outcome.by === control;
      case 'rbac':
        // Without the actor's name it might be the prover's own lack of rights.
        return outcome.by === 'rbac' && outcome.message.includes(identity.user);
      default:
        return outcome.by === refusal;
    }
  });
}
