import {
  openLocalRepository,
  planLocal,
  planTable,
  readChange,
} from '@tenantry/gitops';
import type { LocalPlans } from '@tenantry/gitops';
import { formatProblems } from '@tenantry/model';
import { Option } from 'commander';
import type { Answer } from '../answer';
import { commitsOf } from '../ends';
import { addEnds, type Ends } from '../options';
import type { Style } from '../print/style';
import type { Call, Verb } from '../verb';

interface Options extends Ends {
  readonly format: 'text' | 'markdown';
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
  ],
  configure(command) {
    addEnds(command);
    command.addOption(
      new Option('--format <format>', 'how the plan is told')
        .choices(['text', 'markdown'])
        .default('text'),
    );
  },
  async run({ options, directory }: Call): Promise<Answer> {
    const given = options as Options;
    const repository = await openLocalRepository(directory);
    try {
      const { base, head } = await commitsOf(repository, given);
      const change = await readChange(repository, base, head);
      const plans = change.conflicts
        ? conflicting(change.conflicts)
        : planLocal(change);
      return {
        fine: plans.problems.length === 0,
        json: () => ({
          plans: plans.plans.map(entry => entry.plan),
          problems: plans.problems,
        }),
        text: style => textOf(plans, style),
      };
    } finally {
      await repository.close();
    }
  },
};

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

function textOf({ plans, problems }: LocalPlans, style: Style): string {
  const parts = plans.map(
    entry => `${style.bold(entry.plan.tenant)}\n${planTable(entry.plan)}`,
  );
  if (problems.length > 0) parts.push(formatProblems(problems));
  return parts.length > 0 ? parts.join('\n\n') : 'No tenant changes.';
}
