import { exampleSnapshot } from '../__testUtils__/exampleSnapshot';
import { postures } from '../__testUtils__/judgedTenants';
import {
  environmentContexts,
  findControl,
  notInForce,
} from '@tenantry/controls';
import { judgeEnvironment } from './judgeEnvironment';
import { ranks } from './judged';

const { fleet } = exampleSnapshot();
const [tenant] = fleet.tenants;
const [environment] = tenant.spec.environments;
const [context] = environmentContexts(
  {
    ...tenant,
    spec: {
      ...tenant.spec,
      environments: [{ ...environment, observed: { until: '2027-03-31' } }],
    },
  },
  fleet,
);

function controlPosture(id: string, posture = postures.holds, place = context) {
  const control = findControl(id);
  if (!control) throw new Error(`no control ${id}`);
  const reason = notInForce(control, place);
  const verdict = { state: 'no', idle: true, reason: reason ?? '' } as const;
  return {
    control,
    notInForce: reason,
    posture: reason
      ? { declared: verdict, live: verdict, proved: verdict }
      : posture,
  };
}

const asAgreed = [
  controlPosture('identity-guard'),
  controlPosture('default-deny'),
  controlPosture('pod-security'),
];

describe('an observed environment', () => {
  it('is observed, not broken, with the day, and ranks before what is unknown', () => {
    const judged = judgeEnvironment(
      { context, controls: asAgreed },
      '2027-03-31',
    );
    expect(judged).toMatchObject({
      state: 'observed',
      rank: ranks.observed,
      worst: {
        control: 'pod-security',
        column: 'declared',
        reason: 'not isolated: observed until 2027-03-31',
      },
      controls: { holds: 1, drifts: 2 },
    });
    expect(ranks.observed).toBeLessThan(ranks.unknown);
  });

  it('is the worst there is from the day after', () => {
    const judged = judgeEnvironment(
      { context, controls: asAgreed },
      '2027-04-01',
    );
    expect(judged.state).toBe('failing');
    expect(judged.rank).toBe(Math.min(...Object.values(ranks)));
    expect(judged.worst?.reason).toMatch(/to be enforced by 2027-03-31/);
  });

  it('fails as others do by what else is wrong', () => {
    const judged = judgeEnvironment(
      {
        context,
        controls: [...asAgreed, { ...asAgreed[0], posture: postures.drifted }],
      },
      '2027-03-31',
    );
    expect(judged).toMatchObject({
      state: 'failing',
      worst: { control: 'identity-guard', column: 'live' },
    });
  });
});

describe('an environment with an exception', () => {
  const [excepted] = environmentContexts(tenant, {
    ...fleet,
    exceptions: new Map([
      [
        tenant.metadata.name,
        [
          {
            control: 'image-registries',
            environment: environment.name,
            reason: 'The vendor has a registry of its own.',
            ticket: 'SEC-1234',
            approver: 'group:default/security',
            expires: '2027-01-31',
          },
        ],
      ],
    ]),
  });
  const controls = ['default-deny', 'image-registries'].map(id =>
    controlPosture(id, postures.holds, excepted),
  );

  it('is excepted, not broken, with the reason', () => {
    expect(
      judgeEnvironment({ context: excepted, controls }, '2027-01-31'),
    ).toMatchObject({
      state: 'excepted',
      rank: ranks.excepted,
      worst: {
        control: 'image-registries',
        reason: expect.stringMatching(
          /^excepted until 2027-01-31 \(SEC-1234, approved by group:default\/security\): images of every registry/,
        ),
      },
      controls: { holds: 1, drifts: 1 },
    });
  });

  it('is the worst there is from the day after', () => {
    expect(
      judgeEnvironment({ context: excepted, controls }, '2027-02-01'),
    ).toMatchObject({ state: 'failing', rank: ranks.overdue });
  });
});
