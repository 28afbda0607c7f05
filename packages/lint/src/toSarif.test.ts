import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import type { Finding } from '@tenantry/model';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { toSarif } from './toSarif';

// A pattern of the schema is none where patterns are read strictly.
const validator = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
});
addFormats(validator);
const isValid = validator.compile(sarifSchema);

const probe: Finding = {
  rule: 'host-probes',
  level: 'error',
  message: 'host-probes: probes and lifecycle hooks must not name a host',
  path: ['spec', 'containers', 0, 'livenessProbe'],
  file: './deploy/web app.yaml',
  line: 19,
  column: 24,
};
const broken: Finding = {
  rule: 'unreadable',
  level: 'error',
  message: "isn't valid YAML",
  path: [],
  file: '-',
};

describe('toSarif', () => {
  it('is valid by the schema of SARIF 2.1.0', () => {
    const logs = [
      toSarif([]),
      toSarif([probe, { ...probe, level: 'warning', line: 20 }, broken], {
        version: '0.1.0',
        docsUrl: 'https://example.com/docs/',
      }),
    ];
    for (const log of logs) {
      isValid(JSON.parse(JSON.stringify(log)));
      expect(isValid.errors).toBeNull();
    }
  });

  it('tells of each control that was found what it is for, and where to read on', () => {
    const [{ tool }] = toSarif([probe, probe, broken], {
      docsUrl: 'https://example.com/docs/',
    }).runs;
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([
      'host-probes',
      'unreadable',
    ]);
    expect(tool.driver.rules[0]).toMatchObject({
      shortDescription: { text: 'Probes reach only their own pod' },
      helpUri: 'https://example.com/docs/controls/host-probes.md',
    });
    expect(toSarif([probe]).runs[0].tool.driver.rules[0]).toMatchObject({
      help: { text: expect.stringContaining('docs/controls/host-probes.md') },
    });
  });

  it('names files from the root of the repository, and lines', () => {
    const [{ results }] = toSarif([probe, broken]).runs;
    expect(
      results.map(({ locations }) => locations[0].physicalLocation),
    ).toEqual([
      {
        artifactLocation: { uri: 'deploy/web%20app.yaml' },
        region: { startLine: 19, startColumn: 24 },
      },
      {
        artifactLocation: { uri: 'stdin' },
        region: { startLine: 1, startColumn: 1 },
      },
    ]);
  });

  it('knows a finding again that moved to another line', () => {
    const hashOf = (finding: Finding) =>
      toSarif([finding]).runs[0].results[0].partialFingerprints;
    expect(hashOf({ ...probe, line: 40 })).toEqual(hashOf(probe));
    expect(hashOf({ ...probe, file: 'other.yaml' })).not.toEqual(hashOf(probe));
  });

  it('tells two alike findings apart', () => {
    const [{ results }] = toSarif([probe, probe]).runs;
    const hashes = results.map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
    );
    expect(new Set(hashes).size).toBe(2);
  });
});
