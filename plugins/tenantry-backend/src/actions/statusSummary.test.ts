import type {
  ControlStatus,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Posture, Verdict } from '@tenantry/controls';
import { statusSummary } from './statusSummary';

const yes: Verdict = { state: 'yes', reason: 'it is so' };
const no: Verdict = { state: 'no', reason: 'somebody removed it' };
const unknown: Verdict = { state: 'unknown', reason: 'never proved on dev-1' };
const elsewhere: Verdict = {
  state: 'unknown',
  reason: 'tried in the test suite, not on a cluster',
  elsewhere: true,
};
const holds: Posture = { declared: yes, live: yes, proved: yes };

function summaryOf(controls: readonly Partial<ControlStatus>[]) {
  const status = {
    name: 'payments',
    environments: [{ name: 'dev', controls }],
  } as object as TenantStatus;
  return statusSummary(status).environments[0];
}

describe('statusSummary', () => {
  it('gathers controls by their column and the reason', () => {
    const {
      controls,
      doesNotHold,
      unknown: notKnown,
    } = summaryOf([
      { control: 'a', posture: { ...holds, proved: unknown } },
      { control: 'b', posture: { ...holds, live: no, proved: unknown } },
      { control: 'c', posture: holds },
    ]);
    expect(controls).toBe(3);
    expect(doesNotHold).toEqual([
      { column: 'live', reason: no.reason, controls: ['b'] },
    ]);
    expect(notKnown).toEqual([
      { column: 'proved', reason: unknown.reason, controls: ['a', 'b'] },
    ]);
  });

  it('asks nobody to find out what no cluster can answer', () => {
    expect(
      summaryOf([
        { control: 'a', posture: { ...holds, proved: elsewhere } },
        { control: 'b', posture: { ...holds, live: no, proved: elsewhere } },
      ]),
    ).toMatchObject({
      doesNotHold: [{ column: 'live', controls: ['b'] }],
      unknown: [],
    });
  });

  it('counts what the cluster can not have neither way', () => {
    expect(
      summaryOf([
        {
          control: 'a',
          posture: { declared: unknown, live: unknown, proved: unknown },
          unavailable: 'dev-1 has no gVisor',
        },
      ]),
    ).toMatchObject({
      controls: 0,
      doesNotHold: [],
      unknown: [],
      notAvailable: [{ control: 'a', reason: 'dev-1 has no gVisor' }],
    });
  });
});
