import { ButtonIcon, TextField } from '@backstage/ui';
import type { Problem } from '@tenantry/model';
import { RiDeleteBinLine } from '@remixicon/react';
import { useState } from 'react';
import { Hint } from '../Hint';
import { firstWords } from '../requestProblems';
import { portsFrom, portsText } from './ports';
import styles from './RuleRows.module.css';
import type { PortsValue } from './types';

/** One input of a row. */
export interface RuleInput {
  /** Said after what the row is, such as `Peer 1`. */
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** The field of the rule whose problems mark the input. */
  readonly field: string;
  readonly onChange: (typed: string) => void;
}

export interface RuleRowProps {
  /** What the row is: `Peer 1`. */
  readonly name: string;
  readonly inputs: readonly RuleInput[];
  readonly ports: PortsValue;
  readonly onPortsChange: (ports: PortsValue) => void;
  /** Those worth saying at this moment. */
  readonly problems: readonly Problem[];
  readonly onRemove: () => void;
  readonly disabled?: boolean;
}

/** A rule as a person types it: whom it is about, its ports, and what is wrong with it. */
export function RuleRow(props: RuleRowProps) {
  const { name, ports, onPortsChange, problems, onRemove, disabled } = props;
  const [typedPorts, setTypedPorts] = useState('');
  const inputs: RuleInput[] = [
    ...props.inputs,
    {
      label: 'ports',
      placeholder: '443, 514/UDP',
      value: saysPorts(typedPorts, ports) ? typedPorts : portsText(ports),
      field: 'ports',
      onChange: typed => {
        setTypedPorts(typed);
        onPortsChange(portsFrom(typed));
      },
    },
  ];
  const wrong = firstWords(problems);
  return (
    <li>
      <div className={styles.row}>
        {inputs.map(({ label, placeholder, value, field, onChange }) => (
          <TextField
            key={label}
            className={styles.input}
            aria-label={`${name}: ${label}`}
            placeholder={placeholder}
            value={value}
            isDisabled={disabled}
            validationBehavior="aria"
            isInvalid={Boolean(firstWords(problems, field))}
            onChange={onChange}
          />
        ))}
        <ButtonIcon
          variant="tertiary"
          size="medium"
          icon={<RiDeleteBinLine />}
          aria-label={`Remove ${name.toLowerCase()}`}
          isDisabled={disabled}
          onPress={onRemove}
        />
      </div>
      {wrong && <Hint kind="bad">{wrong}</Hint>}
    </li>
  );
}

/** Keeps `443,` as it is typed, but not once the row shows another rule. */
function saysPorts(typed: string, ports: PortsValue): boolean {
  return portsText(portsFrom(typed)) === portsText(ports);
}
