import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { jsonSchemas } from '@tenantry/model';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Document = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

/** The description of every route, from `openapi.yaml`; what a request looks like is the model's to say. */
export function openApiDocument() {
  const path = resolvePackagePath(
    '@tenantry/backstage-plugin-tenantry-backend',
    'openapi.yaml',
  );
  const document = Document.parse(parse(readFileSync(path, 'utf8')));
  // OpenAPI names the dialect once for all.
  const { $schema, ...TenantRequest } = jsonSchemas().TenantRequest;
  const { schemas } = document.components;
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...schemas, TenantRequest },
    },
  };
}
