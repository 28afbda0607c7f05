import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findControl } from '../registry';
import { podFields } from './podFields';

const models = join(__dirname, '../../../../node_modules/kubernetes-models');

/** The fields of a type in the Kubernetes API, from the declarations that kubernetes-models makes of its schema. */
function fieldsOf(type: string): string[] {
  const text = readFileSync(join(models, 'v1', `${type}.d.ts`), 'utf8');
  const [, body = ''] =
    new RegExp(`interface I${type} \\{\n(.*?)\n\\}`, 's').exec(text) ?? [];
  return Array.from(body.matchAll(/^ {4}"(\w+)"\??:/gm), ([, name]) => name);
}

const types = [...new Set(podFields.map(({ type }) => type))];

describe('the review of pod fields', () => {
  it.each(types)('has each field of %s once, and no other', type => {
    const reviewed = podFields
      .filter(review => review.type === type)
      .flatMap(({ fields }) => fields);
    expect([...reviewed].sort()).toEqual(fieldsOf(type).sort());
  });

  it('names controls that there are', () => {
    const rules = podFields.flatMap(review =>
      'rule' in review ? [review.rule] : [],
    );
    expect(rules.filter(id => !findControl(id))).toEqual([]);
  });
});
