import { findControl, registry } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import { formatPath } from '@tenantry/model';
import type { Finding } from '@tenantry/model';
import { createHash } from 'node:crypto';
import { standardInput } from './manifests/readManifests';
import { ownRules } from './ownRules';

export interface SarifOptions {
  /** Version of the program that reports. */
  readonly version?: string;
  /** Where the folder `docs` is served, such as a forge's page of it: each rule then links to its page. */
  readonly docsUrl?: string;
  /** Where titles and reasons are looked up. Default: every control that ships. */
  readonly controls?: readonly Control[];
}

/** A log of the Static Analysis Results Interchange Format, as far as it is written here. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly name: string;
          readonly version?: string;
          readonly rules: readonly SarifRule[];
        };
      };
      readonly columnKind: 'utf16CodeUnits';
      readonly results: readonly SarifResult[];
    },
  ];
}

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri?: string;
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Finding['level'];
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: {
        readonly startLine: number;
        readonly startColumn: number;
      };
    };
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

/**
 * Findings as SARIF 2.1.0, which forges show beside the lines: one rule a control that was found, with its title, why it
 * exists and its page. Files are named as the findings name them, from the root of the repository.
 */
export function toSarif(
  findings: readonly Finding[],
  { version, docsUrl, controls = registry }: SarifOptions = {},
): SarifLog {
  const ids = [...new Set(findings.map(({ rule }) => rule))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tenantry',
            ...(version ? { version } : {}),
            rules: ids.map(id => ruleOf(id, controls, docsUrl)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: resultsOf(findings, ids),
      },
    ],
  };
}

function ruleOf(
  id: string,
  controls: readonly Control[],
  docsUrl: string | undefined,
): SarifRule {
  const control = findControl(id, controls);
  const { title, why } = control ?? ownRules[id] ?? { title: id, why: id };
  const page = control ? `controls/${id}.md` : 'linting.md';
  const uri = docsUrl && `${docsUrl.replace(/\/+$/, '')}/${page}`;
  const link = uri ? `[docs/${page}](${uri})` : `docs/${page}`;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why} See docs/${page}.`,
      markdown: `${why}\n\nSee ${link}.`,
    },
    ...(uri ? { helpUri: uri } : {}),
  };
}

function resultsOf(
  findings: readonly Finding[],
  ids: readonly string[],
): SarifResult[] {
  const seen = new Map<string, number>();
  return findings.map(finding => {
    const { rule, level, message, path, line = 1, column = 1 } = finding;
    const uri = uriOf(finding.file);
    const where = formatPath(path);
    const hash = createHash('sha256')
      .update(JSON.stringify([rule, uri, where, message]))
      .digest('hex')
      .slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return {
      ruleId: rule,
      ruleIndex: ids.indexOf(rule),
      level,
      message: { text: where ? `${where}: ${message}` : message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri },
            region: { startLine: line, startColumn: column },
          },
        },
      ],
      // By what is wrong and not by the line, so that a line above doesn't make it another finding.
      partialFingerprints: { primaryLocationLineHash: `${hash}:${count}` },
    };
  });
}

function uriOf(file: string | undefined): string {
  if (!file || file === standardInput) return 'stdin';
  return encodeURI(file.replaceAll('\\', '/').replace(/^(\.\/)+/, ''))
    .replaceAll('?', '%3F')
    .replaceAll('#', '%23');
}
