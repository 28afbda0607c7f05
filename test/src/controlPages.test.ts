import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { controlPages } from './controlPages';
import { provingGround } from '../cluster/suite/fleet';

/** `UPDATE_GOLDEN=1 npm test -- controlPages` writes them anew. */
const update = process.env.UPDATE_GOLDEN === '1';
const folder = join(__dirname, '../../docs/controls');
const pages = controlPages(provingGround('native'));

describe('the pages in docs/controls', () => {
  if (update) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of pages) writeFileSync(join(folder, name), text);
  }

  it('are those of the registry, no more and no fewer', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  });

  it.each([...pages])('%s says what its control does now', (name, text) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });
});
