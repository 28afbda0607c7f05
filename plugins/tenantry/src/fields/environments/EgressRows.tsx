import { Button, ButtonIcon, Text, TextField } from '@backstage/ui';
import type { Problem } from '@tenantry/model';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { useState } from 'react';
import { Hint } from '../Hint';
import { firstWords, problemsBelow } from '../requestProblems';
import { destinationOf, portsFrom, portsText, withDestination } from './egress';
import styles from './EgressRows.module.css';
import type { EgressValue } from './types';

export interface EgressRowsProps {
  readonly rules: readonly EgressValue[];
  readonly problems: readonly Problem[];
  readonly onChange: (rules: EgressValue[]) => void;
  readonly disabled?: boolean;
}

/** Destinations outside the cluster: everything that isn't listed is closed. */
export function EgressRows(props: EgressRowsProps) {
  const { rules, problems, onChange, disabled } = props;
  return (
    <div role="group" aria-label="Destinations outside the cluster">
      <Text as="p" weight="bold" className={styles.title}>
        Destinations outside the cluster
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        Everything that isn’t listed here is closed.
      </Text>
      <ul className={styles.rows}>
        {rules.map((rule, index) => (
          <EgressRow
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
        onPress={() => onChange([...rules, { host: '', ports: [443] }])}
      >
        Add a destination
      </Button>
    </div>
  );
}

interface EgressRowProps {
  readonly number: number;
  readonly rule: EgressValue;
  readonly problems: readonly Problem[];
  readonly onChange: (rule: EgressValue) => void;
  readonly onRemove: () => void;
  readonly disabled?: boolean;
}

function EgressRow(props: EgressRowProps) {
  const { number, rule, problems, onChange, onRemove, disabled } = props;
  const [ports, setPorts] = useState(() => portsText(rule.ports));
  const destination = destinationOf(rule);
  const wrong = destination ? firstWords(problems) : undefined;
  return (
    <li>
      <div className={styles.row}>
        <TextField
          aria-label={`Destination ${number}: address range or host name`}
          placeholder="203.0.113.0/24 or api.bank.example"
          value={destination}
          isDisabled={disabled}
          validationBehavior="aria"
          isInvalid={Boolean(
            destination &&
              firstWords(problems, rule.cidr === undefined ? 'host' : 'cidr'),
          )}
          onChange={typed => onChange(withDestination(rule, typed))}
        />
        <TextField
          aria-label={`Destination ${number}: ports`}
          placeholder="443, 514/UDP"
          value={ports}
          isDisabled={disabled}
          validationBehavior="aria"
          isInvalid={Boolean(destination && firstWords(problems, 'ports'))}
          onChange={typed => {
            setPorts(typed);
            onChange({ ...rule, ports: portsFrom(typed) });
          }}
        />
        <ButtonIcon
          variant="tertiary"
          size="medium"
          icon={<RiDeleteBinLine />}
          aria-label={`Remove destination ${number}`}
          isDisabled={disabled}
          onPress={onRemove}
        />
      </div>
      {wrong && <Hint kind="bad">{wrong}</Hint>}
    </li>
  );
}
