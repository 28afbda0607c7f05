import { keyOf } from '@tenantry/controls';
import type { KubernetesObject, Source } from '@tenantry/controls';
import { reportKinds, reportOf, type ReportKind } from '../prove/reports';
import { digestOf, policyKinds } from '../prove/rulesDigest';
import type { Verdict } from '../tryAttack';
import { resourceOf } from '../resources';
import type { ClusterObserver } from './observeCluster';
import { proofKinds, proofState } from './proofState';

const read: Source = { state: 'read', at: '2026-11-26T12:00:00Z' };

/** What an observer knows, whose objects change as a test likes. */
function observing(objects: readonly KubernetesObject[]) {
  let known = objects;
  const lists = new Map<string, readonly KubernetesObject[]>();
  const keptOf = (object: KubernetesObject) => {
    const kind = proofKinds.find(each => each.kind === object.kind);
    const kept = kind?.kept?.(object) ?? object;
    return JSON.parse(JSON.stringify(kept)) as KubernetesObject;
  };
  const find: ClusterObserver['find'] = wanted =>
    known.find(object => keyOf({ object }) === keyOf({ object: wanted }));
  const observer: ClusterObserver = {
    source: () => read,
    find: wanted => {
      const found = find(wanted);
      return found && keptOf(found);
    },
    revision: find,
    all({ kind }) {
      const list =
        lists.get(kind) ?? known.filter(object => object.kind === kind);
      lists.set(kind, list);
      return list;
    },
    follow: () => {},
    stop: () => Promise.resolve(),
  };
  return {
    observer,
    become(others: readonly KubernetesObject[]) {
      known = others;
      lists.clear();
    },
  };
}

function report(
  at: string,
  verdict: Verdict,
  kind: ReportKind = reportKinds[0],
) {
  return reportOf(
    {
      namespace: 'payments-prod',
      at,
      rules: 'sha256:abc',
      results: [
        {
          control: 'host-probes',
          row: 'P14',
          title: 'a probe',
          route: 'in a Pod',
          verdict,
          request: { verb: 'create', resource: 'v1/pods' },
          actor: 'developer',
          expected: ['rule'],
        },
      ],
      elsewhere: [],
    },
    kind,
  );
}

const policy = (spec: object): KubernetesObject => ({
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'ValidatingPolicy',
  metadata: { name: 'tenantry-workloads' },
  spec: { ...spec },
});

describe('proofState', () => {
  it('keeps of the newest report what verdicts need', () => {
    const { observer } = observing([
      report('2026-11-24T12:00:00.000Z', 'admitted'),
      report('2026-11-25T12:00:00.000Z', 'refused', reportKinds[1]),
    ]);
    const { record, unreadable } = proofState(observer, 'payments-prod');
    expect(unreadable).toBeUndefined();
    expect(record).toEqual({
      at: '2026-11-25T12:00:00.000Z',
      rules: 'sha256:abc',
      controls: {
        'host-probes': {
          refused: 1,
          first: 'refused by 1 of 1 routes, every twin admitted',
        },
      },
    });
    expect(proofState(observer, 'ledger-prod').record).toBeUndefined();
  });

  it('says that a report is malformed', () => {
    const { metadata, ...rest } = report('2026-11-25T12:00:00Z', 'refused');
    const { observer } = observing([
      { ...rest, metadata: { ...metadata, annotations: {} } },
    ]);
    expect(proofState(observer, 'payments-prod')).toMatchObject({
      unreadable:
        'the PolicyReport tenantry-proof of payments-prod is malformed',
    });
  });

  it('takes the digest of the rules that are there now, also after a change', () => {
    const rulesOf = (spec: object) =>
      digestOf(
        policyKinds.map(kind => [
          resourceOf(kind),
          kind.kind === 'ValidatingPolicy' ? [policy(spec)] : [],
        ]),
      );
    const { observer, become } = observing([policy({ a: 1 })]);
    const now = () => proofState(observer, 'payments-prod').rules;
    expect(now()).toBe(rulesOf({ a: 1 }));
    expect(now()).toBe(rulesOf({ a: 1 }));
    become([policy({ a: 2 })]);
    expect(now()).toBe(rulesOf({ a: 2 }));
  });
});
