import type {
  Preview,
  TenantryApi,
} from '@tenantry/backstage-plugin-tenantry-common';

/** What a request consists of: the name, and the fields of a tenant's spec. */
export const requestFields = [
  'name',
  'title',
  'owner',
  'access',
  'profile',
  'size',
  'repositories',
  'environments',
  'expires',
] as const;

/** The request a form asks for, without the form's own values. */
export function requestOf(
  formData: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    requestFields
      .filter(field => formData[field] !== undefined)
      .map(field => [field, formData[field]]),
  );
}

interface Asked {
  readonly request: string;
  readonly preview: Promise<Preview>;
}

const lastAsked = new WeakMap<TenantryApi, Asked>();

/**
 * The preview of a request. The page that shows it and the check that lets a person go on ask for the same one: only
 * the first of them makes a call.
 */
export function previewOf(
  api: TenantryApi,
  formData: Readonly<Record<string, unknown>>,
): Promise<Preview> {
  const values = requestOf(formData);
  const request = JSON.stringify(values);
  const last = lastAsked.get(api);
  if (last?.request === request) {
    return last.preview;
  }
  const preview = api.preview(values);
  lastAsked.set(api, { request, preview });
  preview.catch(() => forgetPreview(api));
  return preview;
}

/** Makes the next question a new one. */
export function forgetPreview(api: TenantryApi): void {
  lastAsked.delete(api);
}
