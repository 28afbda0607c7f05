import type { ImportHints } from '@tenantry/import';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../answer';

const texts = z.array(z.string().min(1));

const Hints = z.strictObject({
  environments: texts.optional(),
  environmentKeys: texts.optional(),
  ownerKeys: texts.optional(),
  titleKeys: texts.optional(),
  platformNamespaces: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        labels: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
}) satisfies z.ZodType<ImportHints>;

/** @throws UsageError where the file says something that is no hint. */
export async function readHints(
  file: string | undefined,
  cwd: string,
): Promise<ImportHints | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(resolve(cwd, file), 'utf8');
  const hints = Hints.safeParse(readYaml(file, text) ?? {});
  if (hints.success) return hints.data;
  throw new UsageError(
    hints.error.issues
      .map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`)
      .join('\n'),
  );
}

function readYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(
      `${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
