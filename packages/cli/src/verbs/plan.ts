import {
  keepComment,
  openLocalRepository,
  planLocal,
  planTable,
  plansBody,
  readChange,
  repositoryPages,
} from '@tenantry/gitops';
import type {
  Change,
  Conflict,
  KeptComment,
  LocalPlans,
  LocalRepository,
  PlansBodyInput,
} from '@tenantry/gitops';
import { Option } from 'commander';
import { UsageError, type Answer } from '../answer';
import { commitsOf } from '../ends';
import { commentPlace, isGitlab } from '../forge/commentPlace';
import type { Io } from '../io';
import { addEnds, type Ends } from '../options';
import { styleFor, type Style } from '../print/style';
import type { Call, Verb } from '../verb';
import { problemsText } from '../print/problems';

interface Options extends Ends {
  readonly format: 'text' | 'markdown';
  readonly comment?: boolean;
  readonly pullRequest?: string;
}

/** `tenantry plan`: what a change does to isolation. */
export const plan: Verb = {
  examples: [
    {
      command: 'tenantry plan',
      does: 'what your working folder changes, rendered or not',
    },
    {
      command: 'tenantry plan --base v1 --head v2',
      does: 'between two revisions',
    },
    {
      command: 'tenantry plan --format markdown',
      does: 'the description that its pull request would carry',
    },
    {
      command: 'tenantry plan --head origin/change --comment --pull-request 7',
      does: 'as one comment there, kept up to date',
    },
  ],
  configure(command) {
    addEnds(command);
    command
      .addOption(
        new Option('--format <format>', 'how the plan is told')
          .choices(['text', 'markdown'])
          .default('text'),
      )
      .option(
        '--comment',
        'keep one comment on the pull request up to date: on GitHub with GITHUB_TOKEN and GITHUB_REPOSITORY, on GitLab with GITLAB_TOKEN in a pipeline',
      )
      .option(
        '--pull-request <number>',
        'the pull request; default: that of the job',
      );
  },
  async run({ options, directory, io, progress }: Call): Promise<Answer> {
    const given = options as Options;
    if (given.pullRequest !== undefined && !given.comment)
      throw new UsageError('--pull-request goes with --comment');
    // What is missing is said before anything is read.
    const place = given.comment
      ? commentPlace(io.env, given.pullRequest)
      : undefined;
    const repository = await openLocalRepository(directory);
    try {
      const ends = await commitsOf(repository, given);
      const change = await readChange(repository, ends.base, ends.head);
      const plans = change.conflicts
        ? conflicting(change.conflicts)
        : planLocal(change);
      const markdown = plansBody({
        ...plans,
        ...(await linksOf(repository, change, given, ends, io.env)),
      });
      progress(place ? 'writing the comment' : '');
      const comment = place && (await writtenAt(place, plans, markdown));
      progress('');
      // The Markdown is to be piped somewhere: nothing else goes with it.
      if (comment && given.format === 'markdown')
        io.stderr.write(
          `${commentLine(comment, styleFor(io.stderr, io.env))}\n`,
        );
      return answerOf(plans, { markdown, comment, format: given.format });
    } finally {
      await repository.close();
    }
  },
};

/** Where the change can be read: on its branch, or at the commit that was named; what isn't committed will be on the branch. */
async function linksOf(
  repository: LocalRepository,
  change: Change | Conflict,
  { head = 'HEAD' }: Options,
  ends: { readonly base: string; readonly head: string },
  env: Io['env'],
): Promise<Pick<PlansBodyInput, 'repository' | 'head' | 'baseCommit'>> {
  const url = change.conflicts ? undefined : repositoryUrl(change);
  return {
    repository: repositoryPages(
      url ?? 'https://localhost',
      isGitlab(env) || undefined,
    ),
    head: (await repository.branchOf(head)) ?? ends.head,
    baseCommit: ends.base,
  };
}

/** As the base has it: no change says itself where links lead. */
function repositoryUrl({ before, after }: Change): string | undefined {
  const known = [before, after].find(state => !state.broken);
  return known?.broken ? undefined : known?.fleet.platform.spec.repository.url;
}

async function writtenAt(
  place: ReturnType<typeof commentPlace>,
  { plans, problems }: LocalPlans,
  markdown: string,
): Promise<KeptComment> {
  if (place.missing !== undefined)
    return { state: 'refused', reason: place.missing };
  return keepComment(place.comments, {
    topic: 'plan',
    body: markdown,
    isEmpty: plans.length + problems.length === 0,
  });
}

function conflicting(paths: readonly string[]): LocalPlans {
  return {
    plans: [],
    problems: paths.map(file => ({
      path: [],
      file,
      message: 'conflicts with the branch that it goes to',
    })),
  };
}

interface Told {
  readonly markdown: string;
  readonly comment?: KeptComment;
  readonly format: Options['format'];
}

function answerOf(
  plans: LocalPlans,
  { markdown, comment, format }: Told,
): Answer {
  return {
    fine: plans.problems.length === 0,
    json: () => ({
      plans: plans.plans.map(entry => entry.plan),
      problems: plans.problems,
      markdown,
      ...(comment ? { comment } : {}),
    }),
    text: style => {
      const told =
        format === 'markdown' ? markdown.trimEnd() : textOf(plans, style);
      return comment && format === 'text'
        ? `${told}\n\n${commentLine(comment, style)}`
        : told;
    },
  };
}

const done = {
  created: 'The comment was written',
  updated: 'The comment was updated',
  unchanged: 'The comment says it already',
  none: 'There is nothing to say, and no comment to correct',
} as const;

function commentLine(
  { state, url, reason }: KeptComment,
  style: Style,
): string {
  if (state === 'refused')
    return `${style.yellow('No comment was written')}: ${reason}`;
  return url === undefined ? `${done[state]}.` : `${done[state]}: ${url}`;
}

function textOf({ plans, problems }: LocalPlans, style: Style): string {
  const parts = plans.map(
    entry => `${style.bold(entry.plan.tenant)}\n${planTable(entry.plan)}`,
  );
  if (problems.length > 0) parts.push(problemsText(problems));
  return parts.length > 0 ? parts.join('\n\n') : 'No tenant changes.';
}
