import type { Complaint } from './complaint';
import { quote } from './quote';
import { checkedText } from './valueType';

const HOST =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[1-9][0-9]{0,4})?$/;
const STEP = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** What is wrong with the place images may come from; undefined when nothing is. */
export function registryProblem(registry: string): Complaint | undefined {
  const complaint = (reason: string): Complaint => ({
    message: `${quote(registry)} ${reason}`,
    example: 'registry.example.com/payments',
  });
  if (registry.includes('://')) {
    return complaint('has a scheme; begin with the host');
  }
  if (/[A-Z]/.test(registry)) {
    return complaint('contains capital letters; image names are lower case');
  }
  if (registry.includes('*')) {
    return complaint('contains a wildcard; name the host or the path exactly');
  }
  if (registry.endsWith('/')) {
    return complaint('ends with a slash; leave it out');
  }
  const [host, ...steps] = registry.split('/');
  if (registry.length > 255 || !HOST.test(host)) {
    return complaint("doesn't begin with a registry host");
  }
  if (!/[.:]/.test(host) && host !== 'localhost') {
    return complaint(
      'has no dot in its host, so container runtimes would look for it on Docker Hub',
    );
  }
  if (!steps.every(step => STEP.test(step))) {
    return complaint('has a path that no image can have; no tags, no ..');
  }
  return undefined;
}

export const Registry = checkedText(registryProblem, {
  description:
    'A registry, or a path of one, that images may come from: exact, lower case, no scheme.',
  examples: ['registry.example.com', 'ghcr.io/example'],
});
