import { toYaml } from '@tenantry/controls';
import type { PartialObject } from '@tenantry/controls';
import type { Style } from '../print/style';
import type { ControlExplanation, StoppedRow } from './controlExplanation';
import type {
  AttackExplanation,
  Explanation,
  FieldExplanation,
  RuleExplanation,
} from './explanations';

interface TextOptions {
  readonly style: Style;
  /** Objects in full. */
  readonly yaml: boolean;
}

/** An explanation for a person. */
export function explanationText(
  explanation: Explanation,
  options: TextOptions,
): string {
  switch (explanation.kind) {
    case 'control':
      return controlText(explanation, options);
    case 'attack':
      return attackText(explanation, options);
    case 'rule':
      return ruleText(explanation, options);
    default:
      return fieldText(explanation, options);
  }
}

function controlText(
  control: ControlExplanation,
  { style, yaml }: TextOptions,
): string {
  const { id, title, protects, why, emits } = control;
  return [
    `${style.bold(title)}  ${style.dim(
      `control ${id}, protects: ${protects}`,
    )}`,
    why,
    section(
      style,
      `Emits, for ${emits.example}`,
      yaml ? [yamlOf(emits.objects)] : emits.objects.map(nameOf),
    ),
    section(
      style,
      'Refuses',
      control.refuses.map(
        ({ on, message }) => `on ${on.join(', ')}: ${message}`,
      ),
    ),
    section(style, 'Stops', control.stops.flatMap(stopLines)),
    section(style, 'Leaves open', control.leavesOpen),
    section(style, 'Exceptions', [
      control.whenExcepted === undefined
        ? "It can't be switched off for an environment."
        : `It can be switched off for an environment (exceptions.yaml). Then ${control.whenExcepted}.`,
    ]),
    section(style, 'References', control.references),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function attackText(
  { row, controls }: AttackExplanation,
  { style }: TextOptions,
): string {
  return [
    style.bold(
      `Attack ${row} is stopped by ${controls.map(({ id }) => id).join(', ')}`,
    ),
    ...controls.map(({ id, title, ...stopped }) =>
      [`${style.bold(id)}: ${title}`, ...stopLines(stopped).map(indent)].join(
        '\n',
      ),
    ),
  ].join('\n\n');
}

function ruleText(
  { name, title, why, wayOut }: RuleExplanation,
  { style }: TextOptions,
): string {
  return [
    `${style.bold(title)}  ${style.dim(`rule ${name} of tenantry verify`)}`,
    why,
    `What to do: ${wayOut}`,
  ].join('\n\n');
}

function fieldText(
  explanation: FieldExplanation,
  { style }: TextOptions,
): string {
  const { field, description, type, required, values, examples } = explanation;
  const facts = [
    [type, required ? 'required' : ''].filter(Boolean).join(', '),
    values.length > 0 ? `one of: ${values.map(shown).join(', ')}` : '',
    explanation.default === undefined
      ? ''
      : `default: ${shown(explanation.default)}`,
    examples.length > 0 ? `for example: ${examples.map(shown).join(', ')}` : '',
  ].filter(Boolean);
  const width = Math.max(
    0,
    ...explanation.fields.map(({ name }) => name.length),
  );
  return [
    `${style.bold(field)}  ${style.dim('field')}`,
    description,
    facts.map(indent).join('\n'),
    section(
      style,
      'Holds',
      explanation.fields.map(
        below =>
          `${below.name.padEnd(width)}  ${below.description}${
            below.required ? ' Required.' : ''
          }`,
      ),
    ),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function stopLines({ row, attempt, attacks }: StoppedRow): string[] {
  return [
    `${row}  ${attempt}`,
    ...attacks.map(({ title, tried }) => `     ${title}; ${triedWords(tried)}`),
  ];
}

function triedWords(tried: string): string {
  return tried.startsWith('not ')
    ? `not tried ${tried.slice('not '.length)}`
    : `tried ${tried}`;
}

function section(
  style: Style,
  title: string,
  lines: readonly string[],
): string {
  return lines.length > 0
    ? [style.bold(title), ...lines.map(indent)].join('\n')
    : '';
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function nameOf({ kind, metadata }: PartialObject): string {
  return metadata.namespace
    ? `${kind} ${metadata.name} in ${metadata.namespace}`
    : `${kind} ${metadata.name}`;
}

function yamlOf(objects: readonly PartialObject[]): string {
  return objects.map(toYaml).join('---\n').trimEnd();
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
