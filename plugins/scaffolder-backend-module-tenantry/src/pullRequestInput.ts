import { InputError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import type { PullRequestOptions } from '@tenantry/gitops';
import { z } from 'zod';

const names = z.array(z.string().min(1).max(100)).max(20);

/** What a template says of the pull request, beside the tenant. */
const PullRequestInput = z
  .strictObject({
    draft: z.boolean().describe('Open it as a draft. Default: false.'),
    labels: names.describe(
      'Labels to put on it; {risk} in a name stands for low, medium or high. GitHub makes those it does not have.',
    ),
    reviewers: z
      .strictObject({ low: names, medium: names, high: names })
      .partial()
      .describe(
        'Who is asked to review, by risk: logins, and teams as team:<slug>.',
      ),
    autoMerge: z
      .enum(['merge', 'squash', 'rebase'])
      .describe(
        'Merge by itself, this way, once everything required is there; the repository must allow it. Default: not at all.',
      ),
  })
  .partial();

type InputSchema = NonNullable<NonNullable<TemplateAction['schema']>['input']>;

/** Inputs of `tenantry:propose` beside the request's own, as JSON Schema. */
export const proposeInputs: NonNullable<InputSchema['properties']> = {
  pullRequest: {
    // The same JSON Schema, in the words of another package's types.
    ...(z.toJSONSchema(PullRequestInput, {
      target: 'draft-7',
      io: 'input',
    }) as InputSchema),
    description:
      'What the pull request gets besides its content. Where one of these fails, the outputs have a warning.',
  },
  token: {
    type: ['string', 'null'],
    description:
      "The user's own token, from the template's secrets: the pull request is then theirs, and so is the right to open it. Default: the portal's.",
  },
};

export interface ProposeInput {
  /** The tenant's part of the input. */
  readonly request: JsonObject;
  readonly pullRequest: PullRequestOptions;
  readonly token?: string;
}

/** Takes an action's input apart. Throws an `InputError` that names the field. */
export function readProposeInput(input: JsonObject): ProposeInput {
  const { pullRequest, token, ...request } = input;
  const parsed = PullRequestInput.safeParse(pullRequest ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) =>
        `  ${['pullRequest', ...path].join('.')}: ${message}`,
    );
    throw new InputError(
      `the template's input has problems, and nothing was written:\n${problems.join(
        '\n',
      )}`,
    );
  }
  return {
    request,
    pullRequest: parsed.data,
    token: typeof token === 'string' && token !== '' ? token : undefined,
  };
}
