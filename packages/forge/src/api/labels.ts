import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { invalid, notFound } from '../refusal';
import {
  deleteLabel,
  findLabel,
  insertLabel,
  listLabels,
  updateLabel,
  type LabelRow,
} from '../state/labels';
import { param, readBody, type ApiContext, type ApiEnv } from './env';
import { paginate } from './paginate';
import { labelShape } from './shapes/pull';

const Name = z.string().trim().min(1).max(50);
const Color = z.string().regex(/^[0-9a-f]{6}$/i, 'must be six hex digits');
const Description = z.string().max(100).nullish();

const NewLabel = z.object({
  name: Name,
  color: Color.optional(),
  description: Description,
});
const LabelUpdate = z.object({
  new_name: Name.optional(),
  color: Color.optional(),
  description: Description,
});

/** The labels a repository offers. */
export function labelRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/labels');

  function find(c: ApiContext, name: string): LabelRow {
    const label = findLabel(forge.db, c.get('repository').id, name);
    if (!label) {
      throw notFound();
    }
    return label;
  }

  function refuseTaken(c: ApiContext, name: string): void {
    if (findLabel(forge.db, c.get('repository').id, name)) {
      throw invalid({
        resource: 'Label',
        field: 'name',
        code: 'already_exists',
      });
    }
  }

  const shape = (c: ApiContext, label: LabelRow) =>
    labelShape(forge, c.get('repository'), label);

  routes.get('/', c => {
    const labels = listLabels(forge.db, c.get('repository').id);
    return c.json(paginate(c, labels).map(label => shape(c, label)));
  });

  routes.post('/', async c => {
    const input = await readBody(c, NewLabel, 'Label');
    refuseTaken(c, input.name);
    insertLabel(forge.db, c.get('repository').id, input);
    return c.json(shape(c, find(c, input.name)), 201);
  });

  routes.get('/:name', c => c.json(shape(c, find(c, param(c, 'name')))));

  routes.patch('/:name', async c => {
    const label = find(c, param(c, 'name'));
    const input = await readBody(c, LabelUpdate, 'Label');
    const name = input.new_name ?? label.name;
    if (name.toLowerCase() !== label.name.toLowerCase()) {
      refuseTaken(c, name);
    }
    updateLabel(forge.db, label.id, {
      name,
      color: input.color ?? label.color,
      description: input.description ?? label.description,
    });
    return c.json(shape(c, find(c, name)));
  });

  routes.delete('/:name', c => {
    deleteLabel(forge.db, find(c, param(c, 'name')).id);
    return c.body(null, 204);
  });

  return routes;
}
