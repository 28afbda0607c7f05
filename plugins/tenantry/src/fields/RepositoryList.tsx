import { repositoryProblem } from '@tenantry/model';
import { ChipInput } from './ChipInput';
import type { FieldProps, FieldValidation } from './fieldTypes';
import { problemWords } from './requestProblems';

/** Git repositories that the tenant's own applications are deployed from. */
export function RepositoryList(props: FieldProps<string[]>) {
  const { formData, onChange, schema, disabled } = props;
  return (
    <ChipInput
      label={schema.title ?? 'Git repositories'}
      description={
        schema.description ??
        'Argo CD deploys into this place only from the repositories listed here.'
      }
      placeholder="https://git.example.com/payments/deploy.git"
      values={formData ?? []}
      onChange={urls => onChange(urls.length > 0 ? urls : undefined)}
      complaint={repositoryComplaint}
      disabled={disabled}
    />
  );
}

function repositoryComplaint(url: string): string | undefined {
  const problem = repositoryProblem(url);
  return problem && problemWords({ path: [], ...problem });
}

export const validateRepositoryList: FieldValidation<string[]> = (
  value,
  field,
) => {
  for (const url of value ?? []) {
    const complaint = repositoryComplaint(url);
    if (complaint) field.addError(complaint);
  }
};
