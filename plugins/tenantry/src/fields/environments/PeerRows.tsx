import type { Problem } from '@tenantry/model';
import { RuleRow } from './RuleRow';
import { type RuleProps, RuleRows, type RulesProps } from './RuleRows';
import type { PeerValue } from './types';

/** Environments of other tenants: a path opens once both sides name each other. */
export function PeerRows(props: RulesProps<PeerValue>) {
  return (
    <RuleRows
      {...props}
      title="Other tenants"
      hint="Opened once the other tenant names this one too."
      addWord="Add a peer"
      proposed={{ tenant: '', environment: '', ports: [443] }}
      row={PeerRow}
    />
  );
}

function PeerRow(props: RuleProps<PeerValue>) {
  const { number, rule, problems, onChange, ...rest } = props;
  return (
    <RuleRow
      {...rest}
      name={`Peer ${number}`}
      problems={problems.filter(problem => isWorthSaying(problem, rule))}
      inputs={[
        {
          label: 'tenant',
          placeholder: 'ledger',
          value: rule.tenant,
          field: 'tenant',
          onChange: typed => onChange({ ...rule, tenant: typed.trim() }),
        },
        {
          label: 'environment',
          placeholder: 'prod',
          value: rule.environment,
          field: 'environment',
          onChange: typed => onChange({ ...rule, environment: typed.trim() }),
        },
      ]}
      ports={rule.ports}
      onPortsChange={ports => onChange({ ...rule, ports })}
    />
  );
}

/** Nothing is held against an input that nobody has filled in yet. */
function isWorthSaying({ path }: Problem, rule: PeerValue): boolean {
  const [field] = path;
  if (field === 'tenant') return rule.tenant !== '';
  if (field === 'environment') return rule.environment !== '';
  return rule.tenant !== '' && rule.environment !== '';
}
