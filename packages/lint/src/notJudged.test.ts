import { controlsFor, defineControl, registry } from '@tenantry/controls';
import { stageIn, stages } from './__testUtils__/provingGround';
import { lintObjects } from './lintObjects';
import { notJudged } from './notJudged';
import { readManifests } from './manifests/readManifests';

const ours = defineControl({
  id: 'house-rule',
  title: 'A rule of this house',
  component: 'pods',
  why: 'The house says so.',
  references: [],
  stops: [],
  attacks: [],
  rules: [
    {
      on: 'objects',
      require: "url(object.data.page).getHost() == 'example.com'",
      message: 'pages must be ours',
    },
  ],
});

describe('notJudged', () => {
  const stage = stageIn('ledger-prod');

  it('lists a rule that uses what lint does not know', () => {
    const found = notJudged(stage, [...registry, ours]).filter(
      ({ control }) => control === 'house-rule',
    );
    expect(found.map(({ reason }) => reason)).toContainEqual(
      expect.stringContaining('pages must be ours'),
    );
  });

  it('leaves such a rule out of the verdict, and judges by the others', () => {
    const { objects } = readManifests([
      {
        file: 'a.yaml',
        text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, labels: { tenantry.dev/a: b } }',
      },
    ]);
    const findings = lintObjects(objects, stage, {
      controls: [...registry, ours],
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['reserved-metadata']);
  });

  it('reads every rule that ships', () => {
    const unread = stages().flatMap(each =>
      notJudged(each).filter(({ reason }) => reason.startsWith('the rule')),
    );
    expect(unread).toEqual([]);
  });

  it('says what Argo CD does, which is rendered once for all clusters', () => {
    const reasons = notJudged(stage)
      .filter(({ control }) => control === 'guard-rail-project')
      .map(({ reason }) => reason);
    expect(reasons).toContain(
      'Application: how Argo CD keeps up the guard-rails',
    );
  });

  it('says of every control that contributes traffic rules that lint sees none', () => {
    const listed = new Set(notJudged(stage).map(({ control }) => control));
    const silent = controlsFor(stage).filter(
      ({ id, component }) => component === 'network' && !listed.has(id),
    );
    expect(silent).toEqual([]);
  });
});
