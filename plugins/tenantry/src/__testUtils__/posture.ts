import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Component, Posture, Verdict } from '@tenantry/controls';

export const noCluster = 'no cluster connected';

export const declared: Verdict = {
  state: 'yes',
  reason: 'the merged repository contains it',
  at: '2026-11-23T14:00:00Z',
};

export const notMerged: Verdict = {
  state: 'no',
  reason: 'only in the open pull request',
};

export const unknown: Verdict = { state: 'unknown', reason: noCluster };

/** What no cluster can answer. */
export const elsewhere: Verdict = {
  state: 'unknown',
  reason: 'tried in the test suite, not on a cluster',
  at: '2026-11-23T06:00:00Z',
  elsewhere: true,
};

/** What is known while no cluster is connected. */
export const declaredOnly: Posture = {
  declared,
  live: unknown,
  proved: unknown,
};

interface Sketch {
  readonly title: string;
  readonly component: Component;
  readonly why: string;
  readonly summary?: string;
  readonly stops: ControlStatus['stops'];
  readonly emits: string;
}

const sketches: Record<string, Sketch> = {
  'namespace-labels': {
    title: 'The namespace carries its own labels',
    component: 'namespace',
    why: 'Policies read what they enforce from labels of the namespace. Whoever could write them could choose the rules.',
    summary: 'owned by Tenantry',
    stops: [{ id: 'A02', attempt: 'relabel the namespace to a weaker level' }],
    emits:
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: payments-prod\n  labels:\n    tenantry.dev/tenant: payments\n    pod-security.kubernetes.io/enforce: restricted\n',
  },
  roles: {
    title: 'Roles of the tenant’s own',
    component: 'access',
    why: 'The built-in roles grow with every operator that is installed. A tenant gets roles that list each verb.',
    summary: '3 roles to 3 groups',
    stops: [
      { id: 'R01', attempt: 'bind yourself to cluster-admin' },
      { id: 'R04', attempt: 'read the secrets of another namespace' },
    ],
    emits:
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: tenantry-admins\n  namespace: payments-prod\nsubjects:\n  - kind: Group\n    name: payments-leads # as the identity provider names it\n',
  },
  quota: {
    title: 'A quota for everything countable',
    component: 'resources',
    why: 'Without a quota one team’s loop takes the nodes of all others.',
    summary: '16 CPU, 32 Gi, 120 pods',
    stops: [{ id: 'Q01', attempt: 'start ten thousand pods' }],
    emits:
      'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: tenantry\n  namespace: payments-prod\nspec:\n  hard:\n    requests.cpu: "16"\n    requests.memory: 32Gi\n    pods: "120"\n',
  },
  'default-deny': {
    title: 'Closed unless opened',
    component: 'network',
    why: 'A namespace is no wall: every pod can talk to every other one until a policy says otherwise.',
    summary: 'closed; DNS',
    stops: [
      { id: 'N01', attempt: 'connect to a pod of another tenant' },
      { id: 'N03', attempt: 'reach the metadata service of the cloud' },
    ],
    emits:
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: default-deny\n  namespace: payments-prod\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]\n',
  },
  'internet-egress': {
    title: 'Named destinations only',
    component: 'network',
    why: 'Data leaves through whatever is open. Each range is named by the team that needs it.',
    summary: '203.0.113.0/24:443',
    stops: [{ id: 'N07', attempt: 'send data to an address of your own' }],
    emits: '',
  },
  'host-probes': {
    title: 'Probes reach only their own pod',
    component: 'kubelet',
    why: 'The kubelet probes from the node, past every network policy.',
    stops: [{ id: 'K03', attempt: 'probe the metadata service' }],
    emits: '',
  },
  'pod-security': {
    title: 'Restricted pods',
    component: 'pods',
    why: 'A privileged container is root on the node.',
    summary: 'restricted',
    stops: [
      { id: 'P01', attempt: 'run a privileged container' },
      { id: 'P02', attempt: 'mount the node’s file system' },
    ],
    emits: '',
  },
  sandbox: {
    title: 'A kernel of its own',
    component: 'runtime',
    why: 'Containers share one kernel; one of its bugs is everybody’s.',
    summary: 'gVisor',
    stops: [{ id: 'S01', attempt: 'escape by a kernel exploit' }],
    emits: '',
  },
  'app-project': {
    title: 'Argo CD deploys only here',
    component: 'gitops',
    why: 'Whoever can write an Application can write anywhere Argo CD can.',
    summary: 'payments-dev, payments-prod',
    stops: [{ id: 'G01', attempt: 'deploy into another namespace' }],
    emits: '',
  },
};

/** Nine controls, at least one of most components, with the posture each of them is given. */
export function controls(
  posture: Posture = declaredOnly,
  others: Partial<Record<string, Posture>> = {},
): ControlStatus[] {
  return Object.entries(sketches).map(([control, sketch]) => ({
    control,
    ...sketch,
    posture: others[control] ?? posture,
  }));
}
