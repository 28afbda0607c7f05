import type { Complaint } from './complaint';
import { quote } from './quote';
import { checkedText } from './valueType';

const GROUP = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/;

/**
 * What is wrong with the name of an identity-provider group; undefined when nothing is.
 *
 * Groups that begin with `system:` belong to Kubernetes: `system:masters` passes every check there is.
 */
export function groupProblem(group: string): Complaint | undefined {
  const example = 'payments-leads';
  if (group === '') {
    return { message: 'is empty; name one group', example };
  }
  if (/^system:/i.test(group)) {
    return {
      message: `${quote(
        group,
      )} begins with system:, which Kubernetes keeps for itself; name a group of your identity provider`,
      example,
    };
  }
  if (group.includes('*')) {
    return {
      message: `${quote(group)} contains *; groups are named one by one`,
      example,
    };
  }
  if (group.includes(',')) {
    return {
      message: `${quote(group)} contains a comma; write each group on its own`,
      example,
    };
  }
  if (!GROUP.test(group)) {
    return {
      message: `${quote(
        group,
      )} isn't a group name: 1 to 128 of the characters A-Z a-z 0-9 . _ : @ / -, beginning with a letter or digit`,
      example,
    };
  }
  return undefined;
}

/** What is wrong with the prefix an API server puts before group names; undefined when nothing is. */
export function groupPrefixProblem(prefix: string): Complaint | undefined {
  const lower = prefix.toLowerCase();
  if (lower !== '' && ('system:'.startsWith(lower) || /^system:/.test(lower))) {
    return {
      message: `${quote(
        prefix,
      )} could make a tenant's group one of the system: groups of Kubernetes`,
      example: 'oidc:',
    };
  }
  if (!/^[A-Za-z0-9._:@/#-]{0,64}$/.test(prefix)) {
    return {
      message: `${quote(
        prefix,
      )} contains characters other than A-Z a-z 0-9 . _ : @ / # -, or more than 64`,
      example: 'oidc:',
    };
  }
  return undefined;
}

export const Group = checkedText(groupProblem, {
  description: 'A group of the identity provider, as it names it.',
  examples: ['payments-leads'],
  pattern: GROUP.source,
});
