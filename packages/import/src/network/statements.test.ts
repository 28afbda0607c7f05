import { parseDocument } from '../read/parseDocument';
import { saysAllOf, statementsOf } from './statements';
import type { Statement } from './statements';

function statements(spec: string): Statement[] {
  const parsed = parseDocument(`spec: ${spec}`);
  if (parsed.state !== 'read') throw new Error(`cannot read ${spec}`);
  return statementsOf(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'web', namespace: 'payments-prod' },
      ...parsed.value,
    },
    'payments-prod',
  );
}

const ownPods =
  '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }';

describe('what a NetworkPolicy says', () => {
  it.each([
    ['without types, with ingress rules alone', ownPods, ['Ingress']],
    [
      'without types, with an egress rule',
      '{ podSelector: {}, egress: [{ to: [{ podSelector: {} }] }] }',
      ['Ingress', 'Egress'],
    ],
    ['with types', '{ podSelector: {}, policyTypes: [Egress] }', ['Egress']],
  ])('closes the directions that it is for: %s', (_, spec, directions) => {
    expect(
      statements(spec)
        .filter(({ says }) => says === 'closed')
        .map(({ direction }) => direction),
    ).toEqual(directions);
  });

  it.each(['to: null', 'to: []', ''])(
    'opens to everywhere where a rule says “%s”',
    peers => {
      const rule = [peers, 'ports: [{ port: 443 }]'].filter(Boolean).join(', ');
      expect(
        statements(
          `{ podSelector: {}, policyTypes: [Egress], egress: [{ ${rule} }] }`,
        ),
      ).toContainEqual({
        says: 'open',
        direction: 'Egress',
        pods: [],
        peer: { sort: 'everyone' },
        port: { protocol: 'TCP', port: 443 },
      });
    },
  );

  it.each([
    '[{ podSelector: {} }]',
    '[{ podSelector: {}, namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: payments-prod } } }]',
    '[{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [payments-prod] }] } }]',
  ])('is about its own pods, however that is written: %s', peers => {
    expect(
      statements(`{ podSelector: {}, ingress: [{ from: ${peers} }] }`),
    ).toEqual(statements(ownPods));
  });
});

describe('one statement says all of another', () => {
  function opens(rule: string): Statement {
    const found = statements(`{ podSelector: {}, ingress: [${rule}] }`).find(
      ({ says }) => says === 'open',
    );
    if (!found) throw new Error(`${rule} opens nothing`);
    return found;
  }

  it.each([
    [
      '{ from: [{ podSelector: {} }] }',
      '{ from: [{ podSelector: { matchLabels: { app: web } } }] }',
    ],
    [
      '{ from: [{ podSelector: {} }] }',
      '{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }',
    ],
    ['{}', '{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }'],
    [
      '{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }',
      '{ from: [{ ipBlock: { cidr: 203.0.113.8/29 } }] }',
    ],
    [
      '{ from: [{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.128/25] } }] }',
      '{ from: [{ ipBlock: { cidr: 203.0.113.0/26 } }] }',
    ],
    [
      '{ ports: [{ port: 8000, endPort: 8100 }] }',
      '{ ports: [{ port: 8080 }] }',
    ],
    [
      '{ from: [{ namespaceSelector: {} }] }',
      '{ from: [{ podSelector: {} }] }',
    ],
  ])('%s says %s, and not the other way round', (wide, narrow) => {
    expect(saysAllOf(opens(wide), opens(narrow))).toBe(true);
    expect(saysAllOf(opens(narrow), opens(wide))).toBe(false);
  });

  it('where both select the same namespaces now, by different labels', () => {
    const byName = opens(
      '{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-shared } } }] }',
    );
    const byLabel = opens(
      '{ from: [{ namespaceSelector: { matchLabels: { component: ingress } } }] }',
    );
    expect(saysAllOf(byName, byLabel)).toBe(false);
    expect(saysAllOf(byName, byLabel, () => ['ingress-shared'])).toBe(true);
    expect(saysAllOf(byName, byLabel, () => [])).toBe(false);
  });

  it('never of another direction', () => {
    const [, ingress] = statements(ownPods);
    const [, , , egress] = statements(
      '{ podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ podSelector: {} }] }] }',
    );
    expect(egress.direction).toBe('Egress');
    expect(saysAllOf(ingress, egress)).toBe(false);
  });
});
