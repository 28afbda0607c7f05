import { groupProblem } from '@tenantry/model';
import { useEffect } from 'react';
import { ChipInput } from './ChipInput';
import type { FieldProps, FieldValidation } from './fieldTypes';
import { problemWords } from './requestProblems';

/** Groups of the identity provider that get one role. */
export function GroupList(props: FieldProps<string[]>) {
  const { formData, onChange, schema, required, disabled } = props;
  const groups = groupsOf(formData);
  // A form that wants at least one entry begins with an empty one; a person begins with none.
  const gaps = groups.length !== (formData?.length ?? 0);
  useEffect(() => {
    if (gaps) onChange(groupsOf(formData));
  }, [gaps, formData, onChange]);
  return (
    <ChipInput
      label={`${schema.title ?? 'Groups'}${required ? ' (at least one)' : ''}`}
      description={schema.description}
      placeholder="payments-leads"
      values={groups}
      // An optional list that was emptied leaves no trace; a required one is complained of.
      onChange={chosen =>
        onChange(chosen.length > 0 || required ? chosen : undefined)
      }
      complaint={groupComplaint}
      disabled={disabled}
    />
  );
}

function groupsOf(value: readonly unknown[] | undefined): string[] {
  return (value ?? []).filter(group => typeof group === 'string');
}

function groupComplaint(group: string): string | undefined {
  const problem = groupProblem(group);
  return problem && problemWords({ path: [], ...problem });
}

export const validateGroupList: FieldValidation<string[]> = (value, field) => {
  for (const group of groupsOf(value)) {
    const complaint = groupComplaint(group);
    if (complaint) field.addError(complaint);
  }
};
