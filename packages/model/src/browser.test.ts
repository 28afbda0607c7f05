import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = readdirSync(__dirname).filter(
  name => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);

describe('the package runs in a browser', () => {
  it.each(sources)('%s imports nothing of Node', name => {
    const text = readFileSync(join(__dirname, name), 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(
      ([, module]) => module,
    );
    const allowed = /^(\.\/|zod$|yaml$|ipaddr\.js$|tldts$)/;
    expect(imported.filter(module => !allowed.test(module))).toEqual([]);
    expect(text).not.toMatch(/\bprocess\.|\bBuffer\b|\brequire\(/);
  });
});
