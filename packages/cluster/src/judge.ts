import type { Refusal } from '@tenantry/controls';
import type { Answer, Identity } from './client';

/** What became of a request. */
export type Outcome =
  | { readonly kind: 'admitted' }
  /** `by`: a control's id, a plug-in of the API server, or the name of somebody else's policy or webhook. */
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
    /(maximum|minimum) (cpu|memory|ephemeral-storage|storage) usage per|max limit to request ratio/,
};

/** The words by which other people's policies refuse, with their name. */
const others: readonly RegExp[] = [
  /(admission webhook "[^"]+") denied the request/,
  /(ValidatingAdmissionPolicy '[^']+') with binding/,
];

/** A rule that can't be evaluated, or a webhook that isn't there: that refuses everything, and is a fault. */
const broken =
  /resulted in error|cost limit exceeded|no such key|no such overload|failed calling webhook|failed to evaluate/;

/** Says what an answer means, and by whom a refused request was refused. */
export function outcomeOf(
  answer: Answer,
  controls: readonly string[],
): Outcome {
  const { status, message } = answer;
  if (status >= 200 && status < 300) return { kind: 'admitted' };
  if (broken.test(message)) return { kind: 'other', message };
  const by = refuserOf(status, message, controls);
  return by
    ? { kind: 'refused', by, message }
    : { kind: 'other', message: `${status}: ${message}` };
}

function refuserOf(
  status: number,
  message: string,
  controls: readonly string[],
): string | undefined {
  const control = controls.find(id => message.includes(`${id}: `));
  if (control) return control;
  for (const [plugin, pattern] of Object.entries(words))
    if (pattern.test(message)) return plugin;
  for (const pattern of others) {
    const name = pattern.exec(message)?.[1];
    if (name) return name;
  }
  return status === 403 && /\bcannot\b/.test(message) ? 'rbac' : undefined;
}

/** Whether a refusal is one of those expected of a control. */
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
