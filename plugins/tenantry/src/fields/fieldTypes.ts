import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';

/** What the scaffolder hands a field. */
export type FieldProps<T> = FieldExtensionComponentProps<T>;

export type FieldValidation<T> = CustomFieldValidator<T>;

/** What the form holds so far, on all its pages. */
export function formDataOf(
  props: Pick<FieldProps<never>, 'formContext'>,
): Record<string, unknown> {
  const formData: unknown = props.formContext?.formData;
  return typeof formData === 'object' && formData !== null
    ? { ...formData }
    : {};
}

/** Text of the form that may not be there yet. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
