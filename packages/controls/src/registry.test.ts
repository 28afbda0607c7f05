import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineControl } from './control';
import { defineRegistry, findControl, registry } from './registry';
import { renderTenant } from './render';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';

describe('the registry', () => {
  it.each(registry.map(({ id, component }) => [id, component]))(
    'has %s in a file of its own, in folder %s',
    (id, component) => {
      expect(existsSync(join(__dirname, component, `${id}.ts`))).toBe(true);
    },
  );

  it.each(registry.map(control => [control.id, control] as const))(
    'knows why %s exists and what it stops',
    (_, control) => {
      expect(
        control.why.split(/[.!?](?:\s|$)/).filter(Boolean).length,
      ).toBeLessThanOrEqual(2);
      expect(
        control.references.every(reference => reference.startsWith('https://')),
      ).toBe(true);
      expect(control.stops.every(({ id }) => /^[A-Z][0-9]{2}$/.test(id))).toBe(
        true,
      );
      expect(control.stops).not.toHaveLength(0);
    },
  );

  it.each(registry.map(control => [control.id, control] as const))(
    'has an attack for each thing %s stops, and names each that it is attacked by',
    (_, { stops, attacks }) => {
      expect(new Set(attacks.map(({ row }) => row))).toEqual(
        new Set(stops.map(({ id }) => id)),
      );
    },
  );

  it('refuses two controls of one id', () => {
    expect(() => defineRegistry([...registry, registry[0]])).toThrow(
      'two controls have the id tenant-namespace',
    );
  });

  it("takes a platform team's own control along", () => {
    const costCentre = defineControl({
      id: 'cost-centre',
      title: 'Costs have an address',
      component: 'namespace',
      why: 'Somebody pays.',
      references: [],
      stops: [],
      attacks: [],
      environment: ({ namespace }) => [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: namespace,
            labels: { 'example.com/cost-centre': '42' },
          },
        },
      ],
    });
    const controls = defineRegistry([...registry, costCentre]);
    const [{ object, controls: contributors }] = renderTenant(
      paymentsTenant('shared'),
      exampleFleet(),
      controls,
    ).objects;
    expect(object.metadata.labels).toMatchObject({
      'example.com/cost-centre': '42',
      'tenantry.dev/tenant': 'payments',
    });
    expect(contributors).toContain('cost-centre');
    expect(findControl('cost-centre', controls)).toBe(costCentre);
  });

  it('refuses an id that is no file name', () => {
    expect(() =>
      defineControl({ ...registry[0], id: 'Tenant Namespace' }),
    ).toThrow('is not kebab-case');
  });
});
