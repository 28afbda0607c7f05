import { formatPath } from '@tenantry/model';
import type { Finding } from '@tenantry/model';
import type { Style } from './style';
import { visible } from './visible';

/** What a person reads: by file, each with its place, what is wrong, and under which rule. */
export function findingsText(
  findings: readonly Finding[],
  style: Style,
): string {
  return [...byFile(findings)]
    .map(([file, own]) =>
      [
        style.bold(visible(file)),
        ...own.map(finding => lineOf(finding, style)),
      ].join('\n'),
    )
    .join('\n\n');
}

function lineOf(finding: Finding, style: Style): string {
  const { line, column, path, message, example, rule, level } = finding;
  const place = [line, column].filter(part => part !== undefined).join(':');
  const mark = level === 'error' ? style.red('error') : style.yellow('warning');
  const where = formatPath(path);
  const what = [
    where && `${where}: `,
    message,
    example === undefined ? '' : ` (for example: ${example})`,
  ].join('');
  return `  ${place ? `${place}  ` : ''}${mark}  ${visible(what)}  ${style.dim(
    rule,
  )}`;
}

function byFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const file = finding.file ?? 'the change';
    files.set(file, [...(files.get(file) ?? []), finding]);
  }
  return files;
}

/** Annotations on the changed lines, as GitHub Actions reads them from a log. */
export function githubAnnotations(findings: readonly Finding[]): string {
  return findings
    .map(({ level, file, line, column, path, message, rule }) => {
      const place = Object.entries({ file, line, col: column, title: rule })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${property(visible(String(value)))}`)
        .join(',');
      const where = formatPath(path);
      return `::${level} ${place}::${data(
        visible(where ? `${where}: ${message}` : message),
      )}`;
    })
    .join('\n');
}

/** Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function data(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A code quality report, as GitLab shows it in a merge request. */
export function gitlabReport(findings: readonly Finding[]): unknown {
  return findings.map(({ rule, level, file, line, path, message }) => ({
    check_name: rule,
    description: [formatPath(path), message].filter(Boolean).join(': '),
    severity: level === 'error' ? 'blocker' : 'minor',
    fingerprint: [rule, file, formatPath(path), message].join('|'),
    location: { path: file ?? '.', lines: { begin: line ?? 1 } },
  }));
}
