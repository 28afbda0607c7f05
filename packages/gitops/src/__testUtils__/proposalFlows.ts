import type { ProposeOptions } from '../propose/propose';

/** What a run leaves on the forge, or adds to what is there. */
export type Trace = 'branch' | 'pull request' | 'text' | 'labels' | 'reviewers';

/** One call of a proposal, with what a run leaves that ends before the forge has done it, and after. */
export interface FlowCall {
  readonly name: string;
  readonly before: readonly Trace[];
  readonly after: readonly Trace[];
  /** Its failure is a warning, and the run goes on. */
  readonly minor?: true;
}

/** A proposal, and every call that it makes. */
export interface Flow {
  readonly name: string;
  readonly options: Partial<ProposeOptions>;
  /** What is open already: the same request, or another one with a person's commit on top. */
  readonly open?: 'same' | 'other';
  readonly calls: readonly FlowCall[];
}

/** A call that nothing is seen of afterwards. */
function traceless(name: string): FlowCall {
  return { name, before: [], after: [] };
}

export const flows: readonly Flow[] = [
  {
    name: 'a new request',
    options: {},
    calls: [
      traceless('GET /git/ref/heads/main'),
      traceless('POST /git/trees'),
      traceless('POST /git/commits'),
      { name: 'POST /git/refs', before: [], after: ['branch'] },
      {
        name: 'POST /pulls',
        before: ['branch'],
        after: ['branch', 'pull request'],
      },
    ],
  },
  {
    name: 'another request on top of an open one',
    options: {},
    open: 'other',
    calls: [
      traceless('GET /git/ref/heads/main'),
      traceless('GET /pulls'),
      traceless('POST /git/trees'),
      traceless('POST /git/commits'),
      {
        name: 'PATCH /git/refs/heads/tenantry/*',
        before: [],
        after: ['branch'],
      },
      { name: 'PATCH /pulls/*', before: ['branch'], after: ['branch', 'text'] },
    ],
  },
  {
    name: 'a new signed request',
    options: { commits: 'signed' },
    calls: [
      traceless('GET /git/ref/heads/main'),
      { name: 'POST /git/refs', before: [], after: ['branch'] },
      { name: 'POST /graphql', before: ['branch'], after: ['branch'] },
      {
        name: 'POST /pulls',
        before: ['branch'],
        after: ['branch', 'pull request'],
      },
    ],
  },
  {
    name: 'another signed request on top of an open one',
    options: { commits: 'signed' },
    open: 'other',
    calls: [
      traceless('GET /git/ref/heads/main'),
      traceless('GET /pulls'),
      { name: 'POST /graphql', before: [], after: ['branch'] },
      { name: 'PATCH /pulls/*', before: ['branch'], after: ['branch', 'text'] },
    ],
  },
];

/** Labels and reviewers are what a pull request gets besides. */
export const dressing: Flow = {
  name: 'an open request that lacks labels and reviewers',
  options: {
    pullRequest: {
      labels: ['tenant', 'risk/{risk}'],
      reviewers: { low: ['robin', 'team:platform'] },
    },
  },
  open: 'same',
  calls: [
    traceless('GET /pulls'),
    {
      name: 'POST /issues/*/labels',
      before: ['reviewers'],
      after: ['labels', 'reviewers'],
      minor: true,
    },
    {
      name: 'DELETE /issues/*/labels/risk/high',
      before: ['labels', 'reviewers'],
      after: ['labels', 'reviewers'],
      minor: true,
    },
    {
      name: 'GET /pulls/*/reviews',
      before: ['labels'],
      after: ['labels'],
      minor: true,
    },
    {
      name: 'POST /pulls/*/requested_reviewers',
      before: ['labels'],
      after: ['labels', 'reviewers'],
      minor: true,
    },
  ],
};
