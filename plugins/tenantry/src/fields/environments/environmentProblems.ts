import type { Preview } from '@tenantry/backstage-plugin-tenantry-common';
import type { Problem } from '@tenantry/model';

/** What a preview says against the environments; paths begin in their list. */
export function environmentProblems(preview: Preview): Problem[] {
  if (preview.ok) return [];
  return preview.problems.flatMap(problem => {
    // Problems of a tenant file are found below its spec, those of a request at its top.
    const path =
      problem.path[0] === 'spec' ? problem.path.slice(1) : problem.path;
    return path[0] === 'environments'
      ? [{ ...problem, path: path.slice(1) }]
      : [];
  });
}
