import { Button, Select, TextField } from '@backstage/ui';
import type { Offer } from '@tenantry/backstage-plugin-tenantry-common';
import { hostProblem, namespaceOf, type Problem } from '@tenantry/model';
import { RiDeleteBinLine } from '@remixicon/react';
import { ChipInput } from '../ChipInput';
import { Hint } from '../Hint';
import { firstWords, problemsBelow, problemWords } from '../requestProblems';
import { EgressRows } from './EgressRows';
import styles from './EnvironmentRow.module.css';
import { PeerRows } from './PeerRows';
import type { EnvironmentValue } from './types';

/** Stands for "as on the page before" in a select, where no value can. */
const INHERIT = '(inherit)';

export interface EnvironmentRowProps {
  readonly number: number;
  readonly tenant: string;
  readonly environment: EnvironmentValue;
  readonly problems: readonly Problem[];
  readonly offer: Offer;
  /** The tenant's own profile and size, which an environment has unless it says otherwise. */
  readonly inherited: { readonly profile: string; readonly size: string };
  readonly onChange: (environment: EnvironmentValue) => void;
  readonly onRemove?: () => void;
  readonly disabled?: boolean;
}

/** One environment of the form: a namespace on one cluster. */
export function EnvironmentRow(props: EnvironmentRowProps) {
  const { number, tenant, environment, problems, offer, disabled } = props;
  const { onChange, onRemove } = props;
  const set = (changes: Partial<EnvironmentValue>) =>
    onChange(withoutEmpty({ ...environment, ...changes }));
  const cluster = offer.clusters.find(
    ({ name }) => name === environment.cluster,
  );
  const nameWrong = environment.name && firstWords(problems, 'name');
  const hostsWrong = firstWords(problems, 'hosts');

  return (
    <section className={styles.row} aria-label={`Environment ${number}`}>
      <header className={styles.head}>
        <h4 className={styles.title}>
          {environment.name || `Environment ${number}`}
          {tenant && environment.name && !nameWrong && (
            <span className={styles.namespace}>
              namespace {namespaceOf(tenant, environment)}
            </span>
          )}
        </h4>
        {onRemove && (
          <Button
            variant="tertiary"
            iconStart={<RiDeleteBinLine />}
            isDisabled={disabled}
            onPress={onRemove}
            aria-label={`Remove environment ${environment.name || number}`}
          >
            Remove
          </Button>
        )}
      </header>
      <div className={styles.grid}>
        <div>
          <TextField
            label="Name"
            placeholder="dev"
            value={environment.name}
            isDisabled={disabled}
            validationBehavior="aria"
            isInvalid={Boolean(nameWrong)}
            onChange={name => set({ name: name.trim() })}
          />
          {nameWrong && <Hint kind="bad">{nameWrong}</Hint>}
        </div>
        <ClusterSelect {...props} set={set} />
        <Select
          label="Profile"
          value={environment.profile ?? INHERIT}
          isDisabled={disabled}
          onChange={key => set({ profile: overrideOf(key) })}
          options={[
            inheritOption(props.inherited.profile),
            ...offer.profiles.map(optionOf),
          ]}
        />
        <Select
          label="Size"
          value={environment.size ?? INHERIT}
          isDisabled={disabled}
          onChange={key => set({ size: overrideOf(key) })}
          options={[
            inheritOption(props.inherited.size),
            ...offer.sizes.map(optionOf),
          ]}
        />
      </div>
      {cluster && !cluster.ingress ? (
        <Hint kind="note">
          {cluster.title} has no shared gateway: host names can’t be asked for
          there.
        </Hint>
      ) : (
        <ChipInput
          label="Host names"
          description="Under which it may be reached from outside. Nobody else can hold them."
          placeholder="pay.example.com"
          values={environment.hosts ?? []}
          onChange={hosts => set({ hosts })}
          complaint={hostComplaint}
          disabled={disabled}
        />
      )}
      {hostsWrong && <Hint kind="bad">{hostsWrong}</Hint>}
      <EgressRows
        rules={environment.egress ?? []}
        problems={problemsBelow(problems, 'egress')}
        onChange={egress => set({ egress })}
        disabled={disabled}
      />
      <PeerRows
        rules={environment.peers ?? []}
        problems={problemsBelow(problems, 'peers')}
        onChange={peers => set({ peers })}
        disabled={disabled}
      />
    </section>
  );
}

function ClusterSelect(
  props: EnvironmentRowProps & {
    set: (changes: Partial<EnvironmentValue>) => void;
  },
) {
  const { environment, offer, inherited, disabled, set } = props;
  const profileName = environment.profile ?? inherited.profile;
  const profile = offer.profiles.find(({ name }) => name === profileName);
  const cannot =
    profile &&
    environment.cluster &&
    !profile.clusters.includes(environment.cluster);
  return (
    <div>
      <Select
        label="Cluster"
        placeholder="Choose a cluster"
        value={environment.cluster || null}
        isDisabled={disabled}
        validationBehavior="aria"
        isInvalid={Boolean(cannot)}
        onChange={key => set({ cluster: key === null ? '' : String(key) })}
        options={offer.clusters.map(({ name, title, kubernetesVersion }) => ({
          id: name,
          label: title,
          description: `${name}, Kubernetes ${kubernetesVersion}`,
        }))}
      />
      {cannot && (
        <Hint kind="bad">
          {`${environment.cluster} can’t give ${profile.title}. `}
          {profile.clusters.length > 0
            ? `Available on ${profile.clusters.join(', ')}.`
            : 'No cluster can today.'}
        </Hint>
      )}
    </div>
  );
}

function hostComplaint(host: string): string | undefined {
  const problem = hostProblem(host);
  return problem && problemWords({ path: [], ...problem });
}

function inheritOption(inherited: string) {
  return { id: INHERIT, label: `As the tenant: ${inherited}` };
}

function optionOf({ name, title }: { name: string; title: string }) {
  return { id: name, label: title };
}

function overrideOf(key: unknown): string | undefined {
  return key === null || key === INHERIT ? undefined : String(key);
}

/** An override that was taken back and a list that was emptied leave no trace in the request. */
function withoutEmpty(environment: EnvironmentValue): EnvironmentValue {
  const { profile, size, hosts, egress, peers, ...rest } = environment;
  return {
    ...rest,
    ...(profile ? { profile } : {}),
    ...(size ? { size } : {}),
    ...(hosts?.length ? { hosts } : {}),
    ...(egress?.length ? { egress } : {}),
    ...(peers?.length ? { peers } : {}),
  };
}
