import { components, registry } from '@tenantry/controls';
import { verifyRules } from '@tenantry/gitops';
import { documentNames, findFields } from '@tenantry/model';
import { UsageError, type Answer } from '../answer';
import {
  explainable,
  explanationsOf,
  rows,
  suggestionFor,
  type Explanation,
} from '../explain/explanations';
import { explanationText } from '../explain/explanationText';
import type { Style } from '../print/style';
import type { Call, Verb } from '../verb';

interface Options {
  readonly yaml?: boolean;
}

/** So many fields of one name are explained one after the other; more are only named. */
const mostAtOnce = 3;

/** `tenantry explain`: what something is for, from the registry, the schemas and the rules. */
export const explain: Verb = {
  examples: [
    { command: 'tenantry explain', does: 'what there is to explain' },
    {
      command: 'tenantry explain default-deny',
      does: 'a control: why, what it emits, which attacks it stops',
    },
    {
      command: 'tenantry explain N03',
      does: 'a row of the attack catalogue: which controls stop it',
    },
    {
      command: 'tenantry explain environments.egress',
      does: 'a field of tenant.yaml, exceptions.yaml, platform.yaml or cluster.yaml',
    },
    {
      command: 'tenantry explain hand-edited',
      does: 'a rule of the required check, and the way out',
    },
    {
      command: "tenantry explain 'pod-dns: …'",
      does: 'the control whose refusal this is',
    },
  ],
  configure(command) {
    command
      .argument(
        '[what...]',
        'a control, an attack, a field, a rule, or a refusal; default: list all',
      )
      .option('--yaml', "a control's share of the objects in full");
  },
  async run({ args, options }: Call): Promise<Answer> {
    const { yaml = false } = options as Options;
    const what = args.join(' ').trim();
    if (what === '')
      return { fine: true, json: explainable, text: style => listText(style) };
    const found = explanationsOf(what);
    if (found.length === 0) throw new UsageError(unknown(what));
    return {
      fine: true,
      json: () => ({ explanations: found }),
      text: style => textOf(found, style, yaml),
    };
  },
};

function textOf(
  found: readonly Explanation[],
  style: Style,
  yaml: boolean,
): string {
  const [first] = found;
  const same = found.filter(({ kind }) => kind === first.kind);
  const told = same.length > mostAtOnce ? [] : same;
  const others = found.filter(explanation => !told.includes(explanation));
  const see = others.map(other => `  tenantry explain ${addressOf(other)}`);
  return [
    ...told.map(explanation => explanationText(explanation, { style, yaml })),
    ...(see.length > 0
      ? [[told.length > 0 ? 'See also' : 'Several', ...see].join('\n')]
      : []),
  ].join('\n\n\n');
}

function addressOf(explanation: Explanation): string {
  switch (explanation.kind) {
    case 'control':
      return explanation.id;
    case 'attack':
      return explanation.row;
    case 'rule':
      return explanation.name;
    default:
      return explanation.field;
  }
}

function unknown(what: string): string {
  const meant = suggestionFor(what);
  return `there is nothing called ${what}; ${
    meant === undefined
      ? '`tenantry explain` lists what there is'
      : `did you mean ${meant}?`
  }`;
}

function listText(style: Style): string {
  const width = Math.max(...registry.map(({ id }) => id.length));
  const controls = components.map(component =>
    [
      style.bold(component),
      ...registry
        .filter(control => control.component === component)
        .map(
          ({ id, title, stops }) =>
            `  ${id.padEnd(width)}  ${title}  ${style.dim(
              stops.map(stop => stop.id).join(' '),
            )}`,
        ),
    ].join('\n'),
  );
  const rules = Object.entries(verifyRules).map(
    ([name, { title }]) => `  ${name.padEnd(width)}  ${title}`,
  );
  const documents = documentNames.flatMap(name =>
    findFields(name).map(
      ({ description }) => `  ${name.padEnd(width)}  ${description}`,
    ),
  );
  return [
    ...controls,
    [style.bold('rules of the required check'), ...rules].join('\n'),
    [style.bold('fields, from the top'), ...documents].join('\n'),
    `${registry.length} controls, ${
      rows().length
    } rows of the attack catalogue. Ask for one: tenantry explain <what>`,
  ].join('\n\n');
}
