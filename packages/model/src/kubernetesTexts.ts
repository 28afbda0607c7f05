import type { Complaint } from './complaint';
import { z } from 'zod';
import { quote } from './quote';
import { checkedText, type Check } from './valueType';

/** Small texts that Kubernetes has a grammar for: labels, user names, versions, server addresses. */

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_PREFIX =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const OLDEST_MINOR = 34;

export const LabelKey = checkedText(labelKeyProblem, {
  description: 'The key of a Kubernetes label.',
});

export const LabelValue = checkedText(
  matching(LABEL_VALUE, "isn't the value of a Kubernetes label", 'kube-dns'),
  { description: 'The value of a Kubernetes label.' },
);

/** A schema for labels. */
export function labels(description: string) {
  return z.record(LabelKey, LabelValue).describe(description);
}

export const DnsName = checkedText(
  matching(LABEL_PREFIX, "isn't a lower-case Kubernetes name", 'shared'),
  { description: 'A lower-case Kubernetes name.' },
);

export const KubernetesVersion = checkedText(
  version => {
    const minor = /^1\.([1-9][0-9]?)$/.exec(version)?.[1];
    if (minor === undefined) {
      return {
        message: `${quote(version)} isn't a minor version of Kubernetes`,
        example: '"1.36"',
      };
    }
    return Number(minor) < OLDEST_MINOR
      ? {
          message: `${version} is too old: the rules need Kubernetes 1.${OLDEST_MINOR} or later`,
          example: '"1.36"',
        }
      : undefined;
  },
  {
    description:
      'The minor version of Kubernetes the cluster runs, as text in quotes.',
    examples: ['"1.36"'],
  },
);

export const ServerUrl = checkedText(
  matching(
    /^https:\/\/(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::[1-9][0-9]{0,4})?$/,
    "isn't the address of an API server: https, host and port, nothing behind it",
    'https://prod-1.example.com:6443',
  ),
  {
    description:
      "The cluster's API server, exactly as Argo CD names the destination.",
    examples: ['https://prod-1.example.com:6443'],
  },
);

export const UserName = checkedText(
  user => {
    const example =
      'system:serviceaccount:argocd:argocd-application-controller';
    if (/^system:(anonymous|unauthenticated|authenticated)$/.test(user)) {
      return { message: `${quote(user)} stands for everybody`, example };
    }
    return matching(
      /^[A-Za-z0-9][A-Za-z0-9._:@/#-]{0,252}$/,
      "isn't a user name: A-Z a-z 0-9 . _ : @ / # -, no wildcards",
      example,
    )(user);
  },
  {
    description: 'A user name as the API server sees it.',
    examples: ['system:serviceaccount:argocd:argocd-application-controller'],
  },
);

export const Audience = checkedText(
  matching(
    /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,252}$/,
    "isn't the audience of a token",
    'vault',
  ),
  { description: 'The audience of a token.', examples: ['vault'] },
);

export const ResourceName = checkedText(
  matching(
    /^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?\/[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
    "isn't the name of an extended resource: a domain, a slash, a name",
    'nvidia.com/gpu',
  ),
  {
    description: "The name of a device plugin's resource.",
    examples: ['nvidia.com/gpu'],
  },
);

export const DeviceName = checkedText(
  matching(
    /^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?:\/[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    "isn't the name of an extended resource or a device class",
    'nvidia.com/gpu',
  ),
  {
    description: 'An extended resource, or a class of devices.',
    examples: ['nvidia.com/gpu', 'gpu.example.com'],
  },
);

export const BranchName = checkedText(
  matching(
    /^(?!.*(?:\.\.|\/\/|\.lock$|\.$|\/\.))[A-Za-z0-9][A-Za-z0-9._/-]{0,98}[A-Za-z0-9_-]$|^[A-Za-z0-9]$/,
    "isn't the name of a branch",
    'main',
  ),
  { description: 'The name of a Git branch.', examples: ['main'] },
);

export const QuotaKey = checkedText(
  key =>
    key.startsWith('count/')
      ? {
          message: `${quote(key)} has count/ in front; name the resource alone`,
          example: key.slice('count/'.length),
        }
      : matching(
          /^[a-z][a-z0-9]*(?:\.[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?)?$/,
          "isn't the plural name of a resource, with its API group behind a dot",
          'deployments.apps',
        )(key),
  {
    description: 'The plural name of a resource, with its API group.',
    examples: ['services', 'deployments.apps'],
  },
);

function labelKeyProblem(key: string): Complaint | undefined {
  const [name, prefix, ...rest] = key.split('/').reverse();
  const good =
    rest.length === 0 &&
    name !== '' &&
    LABEL_VALUE.test(name) &&
    (prefix === undefined || LABEL_PREFIX.test(prefix));
  return good
    ? undefined
    : {
        message: `${quote(key)} isn't the key of a Kubernetes label`,
        example: 'k8s-app',
      };
}

function matching(
  pattern: RegExp,
  message: string,
  example: string,
): Check<string> {
  return text =>
    pattern.test(text)
      ? undefined
      : { message: `${quote(text)} ${message}`, example };
}
