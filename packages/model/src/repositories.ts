import type { Complaint } from './complaint';
import { hostGrammarProblem } from './hosts';
import { quote } from './quote';
import { checkedText } from './valueType';

const EXAMPLE = 'https://git.example.com/payments/deploy.git';
const URL_PARTS =
  /^(?<scheme>[a-z]+):\/\/(?:(?<user>[^/@]*)@)?(?<host>[^/:@]*)(?::(?<port>[^/@]*))?(?<path>\/.*)?$/;

/** What is wrong with a Git address that Argo CD may deploy from; undefined when nothing is. */
export function repositoryProblem(url: string): Complaint | undefined {
  return (
    spellingProblem(url) ??
    partsProblem(url, { schemes: ['https', 'ssh'], example: EXAMPLE })
  );
}

/** What is wrong with the address of the platform's own repository, which may be a local one; undefined when nothing is. */
export function platformRepositoryProblem(url: string): Complaint | undefined {
  return (
    spellingProblem(url) ??
    partsProblem(url, {
      schemes: ['https', 'ssh', 'http'],
      example: 'https://git.example.com/platform/tenants.git',
      localHosts: true,
    })
  );
}

export const Repository = checkedText(repositoryProblem, {
  description:
    'The exact https or ssh address of a Git repository; no wildcards, no credentials.',
  examples: [EXAMPLE],
});

export const PlatformRepository = checkedText(platformRepositoryProblem, {
  description: "The exact address of the platform's own Git repository.",
  examples: ['https://git.example.com/platform/tenants.git'],
});

function spellingProblem(url: string): Complaint | undefined {
  const complaint = (reason: string, example = EXAMPLE): Complaint => ({
    message: `${quote(url)} ${reason}`,
    example,
  });
  if (url === '') {
    return {
      message: 'is empty; write the address of one repository',
      example: EXAMPLE,
    };
  }
  if (url.length > 400) {
    return complaint('is longer than 400 characters');
  }
  if (/[*?![\]{}]/.test(url)) {
    return complaint(
      'contains a wildcard or query (one of * ? ! [ ] { }); name one exact repository',
    );
  }
  if (url.includes('#') || url.includes('%')) {
    return complaint('contains # or %; write the plain address');
  }
  const short = /^([\w.-]+)@([\w.-]+):(?!\/)(.+)$/.exec(url);
  if (short) {
    return complaint(
      'is the short form; write it as a full address',
      `ssh://${short[1]}@${short[2]}/${short[3]}`,
    );
  }
  return undefined;
}

function partsProblem(
  url: string,
  options: { schemes: string[]; example: string; localHosts?: boolean },
): Complaint | undefined {
  const complaint = (reason: string): Complaint => ({
    message: `${quote(url)} ${reason}`,
    example: options.example,
  });
  const parts = URL_PARTS.exec(url)?.groups;
  if (!parts || !options.schemes.includes(parts.scheme)) {
    return complaint(
      `must begin with ${options.schemes.map(s => `${s}://`).join(' or ')}`,
    );
  }
  const { scheme, user, host, port, path = '' } = parts;
  if (
    user !== undefined &&
    (scheme !== 'ssh' || !/^[a-z][a-z0-9_-]*$/.test(user))
  ) {
    return complaint(
      'contains credentials; anyone who reads the repository would have them',
    );
  }
  const local =
    options.localHosts && /^(localhost|[0-9.]+|[a-z0-9-]+)$/.test(host);
  const hostComplaint = local ? undefined : hostGrammarProblem(host);
  if (hostComplaint) {
    return complaint(`has an unsuitable host: ${hostComplaint.message}`);
  }
  if (
    port !== undefined &&
    !(/^[1-9][0-9]{0,4}$/.test(port) && Number(port) < 65536)
  ) {
    return complaint(`has the port ${quote(port)}, which is none`);
  }
  if (!/^(\/[A-Za-z0-9._~-]+)+$/.test(path)) {
    return complaint(
      'must name a path of plain characters, without a slash at its end',
    );
  }
  if (path.split('/').some(step => step === '.' || step === '..')) {
    return complaint('contains . or .. as a step of its path');
  }
  return undefined;
}
