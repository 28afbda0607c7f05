import type { Complaint } from './complaint';
import { getPublicSuffix } from 'tldts';
import { asciiLikeness } from './lookalikes';
import { quote } from './quote';
import { checkedText } from './valueType';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const EXAMPLE = 'pay.example.com';

/** Names that only mean something inside a node or cluster, or never reach a DNS server. */
const INTERNAL_SUFFIXES = [
  'localhost',
  'cluster.local',
  'svc',
  'kubernetes.default',
  'arpa',
  'onion',
  'invalid',
];

/** Names that private networks give out; a Git server may have one, but nobody outside can look it up. */
const PRIVATE_SUFFIXES = ['local', 'internal'];

/** What is wrong with a full host name that tenants are reached by; undefined when nothing is. */
export function hostProblem(host: string): Complaint | undefined {
  return (
    hostGrammarProblem(host) ??
    complaintAbout(host, privateFault(host)) ??
    publicSuffixProblem(host)
  );
}

/** What is wrong with a full host name of the platform, which may be one of a private network; undefined when nothing is. */
export function platformHostProblem(host: string): Complaint | undefined {
  return hostGrammarProblem(host) ?? publicSuffixProblem(host);
}

/** Whether one host name is the other, or lies below it: `pay.example.com` below `example.com`. */
export function isAtOrBelow(host: string, above: string): boolean {
  return host === above || host.endsWith(`.${above}`);
}

/** A host name and everything above it, up to the last two labels: `a.b.example.com`, `b.example.com`, `example.com`. */
export function hostAndAbove(host: string): string[] {
  const labels = host.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

/** Whether two hosts are one, or either lies below the other. */
export function hostsTouch(a: string, b: string): boolean {
  return isAtOrBelow(a, b) || isAtOrBelow(b, a);
}

export const Host = checkedText(hostProblem, {
  description:
    'A full host name in lower case, without wildcard; nobody else may hold it, a name above it or one below.',
  examples: [EXAMPLE],
});

/** What is wrong with the spelling of a full host name; undefined when nothing is. */
export function hostGrammarProblem(host: string): Complaint | undefined {
  return host === ''
    ? { message: 'is empty; write a full host name', example: EXAMPLE }
    : complaintAbout(host, grammarFault(host));
}

function complaintAbout(
  host: string,
  reason: string | undefined,
): Complaint | undefined {
  return reason === undefined
    ? undefined
    : { message: `${quote(host)} ${reason}`, example: likelyHost(host) };
}

function grammarFault(host: string): string | undefined {
  if (host.length > 253) {
    return `is ${host.length} characters long; at most 253`;
  }
  if (host.includes('*')) {
    return 'contains a wildcard; name each host';
  }
  if (host.endsWith('.')) {
    return 'ends with a dot; leave it out';
  }
  if (/[/@?#]|:\/\//.test(host)) {
    return 'is not only a host name; leave out scheme, path and user';
  }
  if (/^[0-9.]+$|:/.test(host)) {
    return 'is an address or has a port; write a host name alone';
  }
  if (/[^\x21-\x7e]/.test(host)) {
    return 'contains characters other than a-z, 0-9, - and dots; names in other scripts can pass for others and are refused';
  }
  if (/[A-Z]/.test(host)) {
    return 'contains capital letters; host names are lower case here';
  }
  const labels = host.split('.');
  if (labels.some(label => label.startsWith('xn--'))) {
    return 'is punycode, which stands for letters of other scripts that can pass for others; use a plain name';
  }
  const bad = labels.find(label => !LABEL.test(label));
  if (bad !== undefined) {
    return `has the part ${quote(
      bad,
    )}; each part is 1 to 63 of a-z, 0-9 and -, with no hyphen at its ends`;
  }
  if (labels.length < 2) {
    return 'is one word; write the full name with its domain';
  }
  if (/^[0-9]/.test(labels[labels.length - 1])) {
    return 'ends with a number, like an address';
  }
  const internal = INTERNAL_SUFFIXES.find(suffix => isAtOrBelow(host, suffix));
  return internal
    ? `ends with ${internal}, which has no meaning outside a cluster`
    : undefined;
}

function privateFault(host: string): string | undefined {
  const suffix = PRIVATE_SUFFIXES.find(name => isAtOrBelow(host, name));
  return suffix
    ? `ends with ${suffix}, which has no meaning outside a private network; use a name that everybody can look up`
    : undefined;
}

function publicSuffixProblem(host: string): Complaint | undefined {
  return getPublicSuffix(host, { allowPrivateDomains: true }) === host
    ? {
        message: `${quote(
          host,
        )} is a public suffix: names below it belong to different people, so nobody may hold it`,
        example: `payments.${host}`,
      }
    : undefined;
}

function likelyHost(typed: string): string {
  const guess = asciiLikeness(typed.slice(0, 300))
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^.*@/, '')
    .replace(/^\*\./, '')
    .replace(/\.$/, '');
  const fault =
    grammarFault(guess) ?? privateFault(guess) ?? publicSuffixProblem(guess);
  return fault === undefined ? guess : EXAMPLE;
}
