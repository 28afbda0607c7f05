import { parseTenantRequest, type Path, type Problem } from '@tenantry/model';

/** Everything the model says against the part of a request that a field is responsible for. Paths begin at that part. */
export function problemsOf(
  field: string,
  value: unknown,
  name?: unknown,
): Problem[] {
  // The rest of the request is somebody else's: only the name decides over the namespaces of environments.
  const result = parseTenantRequest({ name, [field]: value });
  if (result.ok) return [];
  return result.problems
    .filter(problem => problem.path[0] === field)
    .map(problem => ({ ...problem, path: problem.path.slice(1) }));
}

/** The problems at a place and below it, seen from there. */
export function problemsBelow(
  problems: readonly Problem[],
  ...prefix: Path
): Problem[] {
  return problems
    .filter(({ path }) => prefix.every((step, index) => path[index] === step))
    .map(problem => ({ ...problem, path: problem.path.slice(prefix.length) }));
}

/** One sentence for one problem, with its example. It begins as the model wrote it: often with a name. */
export function problemWords({ message, example }: Problem): string {
  return example === undefined
    ? `${message}.`
    : `${message}. For example: ${example}`;
}

/** The first problem at a place or below it, as one sentence; undefined when all is well. */
export function firstWords(
  problems: readonly Problem[],
  ...prefix: Path
): string | undefined {
  const [first] = problemsBelow(problems, ...prefix);
  return first && problemWords(first);
}
