import { destinationOf, withDestination } from './egress';
import { RuleRow } from './RuleRow';
import { type RuleProps, RuleRows, type RulesProps } from './RuleRows';
import type { EgressValue } from './types';

/** Destinations outside the cluster: everything that isn't listed is closed. */
export function EgressRows(props: RulesProps<EgressValue>) {
  return (
    <RuleRows
      {...props}
      title="Destinations outside the cluster"
      hint="Everything that isn’t listed here is closed."
      addWord="Add a destination"
      proposed={{ host: '', ports: [443] }}
      row={EgressRow}
    />
  );
}

function EgressRow(props: RuleProps<EgressValue>) {
  const { number, rule, problems, onChange, ...rest } = props;
  const destination = destinationOf(rule);
  return (
    <RuleRow
      {...rest}
      name={`Destination ${number}`}
      problems={destination ? problems : []}
      inputs={[
        {
          label: 'address range or host name',
          placeholder: '203.0.113.0/24 or api.bank.example',
          value: destination,
          field: rule.cidr === undefined ? 'host' : 'cidr',
          onChange: typed => onChange(withDestination(rule, typed)),
        },
      ]}
      ports={rule.ports}
      onPortsChange={ports => onChange({ ...rule, ports })}
    />
  );
}
