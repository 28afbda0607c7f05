import { Button, Skeleton } from '@backstage/ui';
import type { Offer } from '@tenantry/backstage-plugin-tenantry-common';
import type { Path } from '@tenantry/model';
import { RiAddLine } from '@remixicon/react';
import { useEffect } from 'react';
import { previewOf } from '../../api/previewRequest';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { ErrorAlert } from '../../components/common/ErrorAlert';
import { useOffer } from '../../hooks/useOffer';
import { FieldFrame } from '../FieldFrame';
import {
  formDataOf,
  textOf,
  type FieldProps,
  type FieldValidation,
} from '../fieldTypes';
import { problemsBelow, problemsOf } from '../requestProblems';
import { EnvironmentRow } from './EnvironmentRow';
import { environmentProblems } from './environmentProblems';
import styles from './TenantEnvironments.module.css';
import type { EnvironmentValue } from './types';
import { useFleetProblems } from './useFleetProblems';

/** Where: one row per environment, every value checked as it is typed. */
export function TenantEnvironments(props: FieldProps<EnvironmentValue[]>) {
  const { schema, required } = props;
  const { offer, error, loading } = useOffer();
  return (
    <FieldFrame
      title={schema.title ?? 'Environments'}
      description={
        schema.description ??
        'Each environment is one namespace on one cluster, closed to its neighbours.'
      }
      required={required}
    >
      {loading && <Skeleton width="100%" height={220} />}
      {error && (
        <ErrorAlert title="The clusters could not be read" error={error} />
      )}
      {offer && <EnvironmentRows {...props} offer={offer} />}
    </FieldFrame>
  );
}

function EnvironmentRows(
  props: FieldProps<EnvironmentValue[]> & { offer: Offer },
) {
  const { formData, onChange, disabled, offer } = props;
  const request = formDataOf(props);
  const tenant = textOf(request.name);
  const inherited = {
    profile: textOf(request.profile) || offer.defaults.profile,
    size: textOf(request.size) || offer.defaults.size,
  };
  const environments = environmentsOf(formData);
  const plain = problemsOf('environments', environments, tenant);
  const fleet = useFleetProblems(
    { ...request, environments },
    plain.length === 0,
  );
  const problems = [...plain, ...fleet];

  const empty = environments.every(({ name, cluster }) => !name && !cluster);
  useEffect(() => {
    if (empty) onChange([proposedEnvironment(offer, inherited.profile, [])]);
  }, [empty, onChange, offer, inherited.profile]);

  return (
    <div className={styles.rows}>
      {environments.map((environment, index) => (
        <EnvironmentRow
          key={index}
          number={index + 1}
          tenant={tenant}
          environment={environment}
          problems={problemsBelow(problems, index)}
          offer={offer}
          inherited={inherited}
          disabled={disabled}
          onChange={changed =>
            onChange(
              environments.map((other, at) => (at === index ? changed : other)),
            )
          }
          onRemove={
            environments.length > 1
              ? () => onChange(environments.filter((_, at) => at !== index))
              : undefined
          }
        />
      ))}
      <div>
        <Button
          variant="secondary"
          iconStart={<RiAddLine />}
          isDisabled={disabled}
          onPress={() =>
            onChange([
              ...environments,
              proposedEnvironment(offer, inherited.profile, environments),
            ])
          }
        >
          Add an environment
        </Button>
      </div>
    </div>
  );
}

/** What the form holds; it may begin with an entry that has no values yet. */
function environmentsOf(
  value: readonly (Partial<EnvironmentValue> | undefined)[] | undefined,
): EnvironmentValue[] {
  return (value ?? []).map(environment => ({
    ...environment,
    name: environment?.name ?? '',
    cluster: environment?.cluster ?? '',
  }));
}

const usualNames = ['dev', 'test', 'staging', 'prod'];

/** The next usual name, on a cluster that is not used yet and can give the profile. */
function proposedEnvironment(
  offer: Offer,
  profileName: string,
  present: readonly EnvironmentValue[],
): EnvironmentValue {
  const able =
    offer.profiles.find(({ name }) => name === profileName)?.clusters ?? [];
  const used = present.map(({ cluster }) => cluster);
  const names = present.map(({ name }) => name);
  return {
    name: usualNames.find(name => !names.includes(name)) ?? '',
    cluster: able.find(cluster => !used.includes(cluster)) ?? able[0] ?? '',
  };
}

/** Before the next page: everything the model and the fleet say, with the environment it is said of. */
export const validateTenantEnvironments: FieldValidation<
  EnvironmentValue[]
> = async (value, field, { apiHolder, formData }) => {
  const environments = environmentsOf(value);
  const plain = problemsOf('environments', environments, formData.name);
  const api = apiHolder.get(tenantryApiRef);
  const problems =
    plain.length > 0 || !api
      ? plain
      : await previewOf(api, formData).then(environmentProblems, () => []);
  for (const { path, message } of problems) {
    field.addError(`${placeWords(path, environments)}${message}`);
  }
};

/** `dev: `, `dev, peer 1, tenant: `: where to look, in the words of the inputs. */
function placeWords(
  [index, field, entry, part]: Path,
  environments: readonly EnvironmentValue[],
): string {
  if (typeof index !== 'number') return '';
  const peer =
    field === 'peers' && typeof entry === 'number'
      ? [`peer ${entry + 1}`, part]
      : [];
  return `${[environments[index]?.name || `environment ${index + 1}`, ...peer]
    .filter(Boolean)
    .join(', ')}: `;
}
