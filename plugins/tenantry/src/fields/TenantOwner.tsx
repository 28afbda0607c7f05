import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Select, Skeleton, TextField } from '@backstage/ui';
import { groupRefProblem } from '@tenantry/model';
import { useEffect } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { textOf, type FieldProps, type FieldValidation } from './fieldTypes';
import { Hint } from './Hint';
import { problemWords } from './requestProblems';

/** The group that owns the tenant: the requester's own groups first, then everybody else's. */
export function TenantOwner(props: FieldProps<string>) {
  const { formData, onChange, schema, required, disabled, rawErrors } = props;
  const { groups, loading } = useGroups();
  const proposal = groups.find(group => group.own)?.id;
  useEffect(() => {
    if (!formData && proposal) onChange(proposal);
  }, [formData, proposal, onChange]);

  const label = schema.title ?? 'Owner';
  const description =
    schema.description ??
    'The team that answers for it. Its page in the catalog shows the tenant.';
  if (loading) return <Skeleton width="100%" height={64} />;
  if (groups.length === 0) {
    return (
      <div>
        <TextField
          label={label}
          description={description}
          placeholder="group:default/payments"
          value={textOf(formData)}
          onChange={value => onChange(value || undefined)}
          isRequired={required}
          isDisabled={disabled}
          validationBehavior="aria"
          isInvalid={Boolean(rawErrors?.length)}
        />
        <Hint kind="note">
          The catalog shows no group; write the group's full reference.
        </Hint>
      </div>
    );
  }
  const own = groups.filter(group => group.own);
  const others = groups.filter(group => !group.own);
  return (
    <Select
      label={label}
      description={description}
      isRequired={required}
      isDisabled={disabled}
      validationBehavior="aria"
      isInvalid={Boolean(rawErrors?.length)}
      value={formData ?? null}
      onChange={key => onChange(key === null ? undefined : String(key))}
      search={groups.length > 8 ? { placeholder: 'Find a group' } : undefined}
      options={[
        ...(own.length > 0 ? [{ title: 'Your groups', options: own }] : []),
        ...(others.length > 0
          ? [{ title: 'Other groups', options: others }]
          : []),
      ]}
    />
  );
}

interface GroupOption {
  /** The group's full reference. */
  readonly id: string;
  readonly label: string;
  /** Whether the person who fills in the form belongs to it. */
  readonly own: boolean;
}

function useGroups(): { groups: GroupOption[]; loading: boolean } {
  const catalog = useApi(catalogApiRef);
  const identity = useApi(identityApiRef);
  const { value = [], loading } = useAsync(async () => {
    const [{ items }, { ownershipEntityRefs }] = await Promise.all([
      catalog.getEntities({ filter: { kind: 'Group' } }),
      identity.getBackstageIdentity(),
    ]);
    return items
      .map(group => groupOption(group, ownershipEntityRefs))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [catalog, identity]);
  return { groups: value, loading };
}

function groupOption(group: Entity, ownRefs: readonly string[]): GroupOption {
  const id = stringifyEntityRef(group);
  return {
    id,
    label: displayName(group) ?? group.metadata.title ?? group.metadata.name,
    own: ownRefs.includes(id),
  };
}

function displayName(group: Entity): string | undefined {
  const profile = group.spec?.profile;
  return typeof profile === 'object' &&
    profile !== null &&
    'displayName' in profile
    ? textOf(profile.displayName) || undefined
    : undefined;
}

export const validateTenantOwner: FieldValidation<string> = (value, field) => {
  const problem = groupRefProblem(textOf(value));
  if (problem) field.addError(problemWords({ path: [], ...problem }));
};
