import { registry } from '@tenantry/controls';
import { verifyRules } from '@tenantry/gitops';
import { allFields, fieldAddress } from '@tenantry/model';
import { endSessions, golden, startSession } from '../__testUtils__/session';
import { explanationsOf, rows } from '../explain/explanations';

afterAll(endSessions);

describe('tenantry explain', () => {
  it('explains a control, an attack, a field, a rule and a refusal', async () => {
    const session = startSession();
    await session.tenantry('explain', 'default-deny');
    await session.tenantry('explain', 'tenant-traffic', '--yaml');
    await session.tenantry('explain', 'n03');
    await session.tenantry('explain', 'environments.egress');
    await session.tenantry('explain', 'tenant.spec.size');
    await session.tenantry('explain', 'platform.sizes.small.pods');
    await session.tenantry('explain', 'hand-edited');
    await session.tenantry(
      'explain',
      'admission webhook denied the request: pod-dns: pods resolve names by the cluster alone',
    );
    expect(session.transcript).toBe(golden('explain', session.transcript));
  });

  it('lists what there is', async () => {
    const session = startSession();
    expect(await session.tenantry('explain')).toBe(0);
    for (const { id } of registry) expect(session.output).toContain(` ${id} `);
    for (const name of Object.keys(verifyRules))
      expect(session.output).toContain(` ${name} `);
  });

  it('suggests what was meant, and fails', async () => {
    const session = startSession();
    expect(await session.tenantry('explain', 'defualt-deny')).toBe(2);
    await session.tenantry('explain', 'enviroments');
    await session.tenantry('explain', 'weather');
    await session.tenantry('explain', 'weather', '--json');
    expect(session.transcript).toBe(
      golden('explain-unknown', session.transcript),
    );
  });

  it('has something to say about everything in the registry, the rules and the schemas', () => {
    const everything = [
      ...registry.map(({ id }) => id),
      ...rows(),
      ...Object.keys(verifyRules),
      ...allFields().map(fieldAddress),
    ];
    const silent = everything.filter(what => explanationsOf(what).length === 0);
    expect(silent).toEqual([]);
  });

  it('shows what each control emits or refuses', () => {
    const silent = registry.filter(({ id }) => {
      const [control] = explanationsOf(id);
      return (
        control.kind !== 'control' ||
        control.emits.objects.length + control.refuses.length === 0
      );
    });
    // What it withholds is a right that no role has: there is nothing to emit.
    expect(silent.map(({ id }) => id)).toEqual(['extension-points']);
  });
});
