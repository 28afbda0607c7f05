import { Button, Text } from '@backstage/ui';
import type { Problem } from '@tenantry/model';
import { RiAddLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { problemsBelow } from '../requestProblems';
import styles from './RuleRows.module.css';

/** A list of rules that somebody edits. */
export interface RulesProps<Rule> {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
  readonly onChange: (rules: Rule[]) => void;
  readonly disabled?: boolean;
}

/** One rule of such a list. */
export interface RuleProps<Rule> {
  readonly number: number;
  readonly rule: Rule;
  readonly problems: readonly Problem[];
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
  readonly disabled?: boolean;
}

interface RuleRowsProps<Rule> extends RulesProps<Rule> {
  readonly title: string;
  readonly hint: string;
  /** On the button that adds a rule. */
  readonly addWord: string;
  /** What a new rule begins with. */
  readonly proposed: Rule;
  readonly row: (props: RuleProps<Rule>) => ReactNode;
}

/** What an environment may reach: one row a rule, which can be added, changed and removed. */
export function RuleRows<Rule>(props: RuleRowsProps<Rule>) {
  const { title, hint, addWord, proposed, row: Row } = props;
  const { rules, problems, onChange, disabled } = props;
  return (
    <div role="group" aria-label={title}>
      <Text as="p" weight="bold" className={styles.title}>
        {title}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {hint}
      </Text>
      <ul className={styles.rows}>
        {rules.map((rule, index) => (
          <Row
            key={index}
            number={index + 1}
            rule={rule}
            problems={problemsBelow(problems, index)}
            disabled={disabled}
            onChange={changed =>
              onChange(
                rules.map((other, at) => (at === index ? changed : other)),
              )
            }
            onRemove={() => onChange(rules.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      <Button
        variant="tertiary"
        iconStart={<RiAddLine />}
        isDisabled={disabled}
        onPress={() => onChange([...rules, proposed])}
      >
        {addWord}
      </Button>
    </div>
  );
}
