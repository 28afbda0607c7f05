import { z } from 'zod';

export const API_VERSION = 'tenantry.dev/v1';

/** A document of one kind: the four usual fields around a spec. */
export function document<
  Kind extends string,
  Name extends z.ZodType,
  Spec extends z.ZodType,
>(kind: Kind, parts: { name: Name; spec: Spec; description: string }) {
  return z
    .strictObject({
      apiVersion: z
        .literal(API_VERSION)
        .describe('The version of this file format.'),
      kind: z.literal(kind).describe('What the file describes.'),
      metadata: z
        .strictObject({ name: parts.name })
        .describe('How it is called.'),
      spec: parts.spec,
    })
    .describe(parts.description);
}
