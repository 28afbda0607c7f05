import type { AttemptResult, Verdict } from '../tryAttack';
import type { Proof } from './prove';
import { proofRecordOf, reportKinds, reportOf } from './reports';

const attempt = (
  title: string,
  route: string,
  verdict: Verdict,
  reason?: string,
): AttemptResult => ({
  control: 'host-probes',
  row: 'P14',
  title,
  route,
  verdict,
  request: { verb: 'create', resource: 'v1/pods' },
  actor: 'developer',
  expected: ['rule'],
  ...(reason ? { reason } : {}),
});

const proof = (...results: AttemptResult[]): Proof => ({
  namespace: 'payments-prod',
  at: '2026-11-25T12:00:00.000Z',
  rules: 'sha256:abc',
  results,
  elsewhere: [
    {
      control: 'default-deny',
      row: 'W01',
      title: 'a foreign pod',
      reason: 'needs a data plane',
    },
  ],
});

describe('a report of a proof', () => {
  it('has one result an attack, as bad as its worst route', () => {
    const report = reportOf(
      proof(
        attempt('a probe', 'in a Pod', 'refused'),
        attempt('a probe', 'in a Job', 'admitted'),
        attempt('a hook', 'in a Pod', 'refused'),
        attempt('a hook', 'in a Job', 'skipped', 'nobody is insider'),
        attempt(
          'a start',
          'in a Pod',
          'undecidable',
          'the twin is not admitted',
        ),
      ),
      reportKinds[0],
    );
    expect(report.summary).toEqual({
      pass: 1,
      fail: 1,
      warn: 0,
      error: 1,
      skip: 1,
    });
    expect(report.results).toMatchObject([
      {
        rule: 'P14 a probe',
        result: 'fail',
        severity: 'high',
        message: 'admitted: in a Job, as developer',
      },
      {
        rule: 'P14 a hook',
        result: 'pass',
        message: 'refused by 1 of 1 routes, every twin admitted',
      },
      { rule: 'P14 a start', result: 'error' },
      { policy: 'default-deny', result: 'skip', message: 'needs a data plane' },
    ]);
  });

  it('carries the digest of the rules and the time, in both groups', () => {
    for (const kind of reportKinds) {
      const report = reportOf(
        proof(attempt('a probe', 'in a Pod', 'refused')),
        kind,
      );
      expect(report).toMatchObject({
        apiVersion: kind.apiVersion,
        kind: kind.kind,
        metadata: {
          namespace: 'payments-prod',
          annotations: {
            'tenantry.dev/rules': 'sha256:abc',
            'tenantry.dev/proved-at': '2026-11-25T12:00:00.000Z',
          },
        },
      });
    }
  });
});

describe('the record of a proof', () => {
  it('is what is read from its report', () => {
    const record = proofRecordOf(
      proof(
        attempt('a probe', 'in a Pod', 'refused'),
        attempt('a hook', 'in a Pod', 'refused'),
        attempt('a hook', 'in a Deployment', 'admitted'),
      ),
    );
    expect(record).toEqual({
      at: '2026-11-25T12:00:00.000Z',
      rules: 'sha256:abc',
      controls: {
        'host-probes': {
          refused: 1,
          failed: 'P14 a hook: admitted: in a Deployment, as developer',
          first: 'refused by 1 of 1 routes, every twin admitted',
        },
        'default-deny': { refused: 0, first: 'needs a data plane' },
      },
    });
  });
});
