export interface Owners {
  /** Who reviews requests, such as `@example/platform`. */
  readonly reviewers: string;
  /** Who decides what holds for everybody. */
  readonly leads: string;
}

/** Whose review a change needs. The last line that matches a file counts. */
export function codeOwners(
  { reviewers, leads }: Owners,
  forgeFiles: readonly string[],
): string {
  const rows = [
    ['*', reviewers],
    ['/platform.yaml', leads],
    ['/clusters/*/cluster.yaml', leads],
    ['/clusters/*/platform/', leads],
    ['/tenants/*/exceptions.yaml', leads],
    ['/argocd/*', leads],
    ...forgeFiles.map(path => [path, leads]),
  ];
  const width = Math.max(...rows.map(([pattern]) => pattern.length));
  return [
    '# Every change is reviewed by the platform team. Wildcards only: a line for each tenant would make requests conflict.',
    ...rows.map(([pattern, owner]) => `${pattern.padEnd(width)}  ${owner}`),
    '',
  ].join('\n');
}
