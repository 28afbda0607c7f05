/** `npm run build -w packages/cli`: the command as one file, `dist/tenantry.cjs`, that runs with plain Node. */
const { buildSync } = require('esbuild');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} = require('node:fs');
const { dirname, join } = require('node:path');

const { outputFiles } = buildSync({
  entryPoints: [join(__dirname, 'src/main.ts')],
  outfile: join(__dirname, 'dist/tenantry.cjs'),
  bundle: true,
  alias: { undici: join(__dirname, 'withoutUndici.cjs') },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
  banner: { js: '#!/usr/bin/env node' },
  write: false,
});

for (const { path, text } of outputFiles) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  mkdirSync(dirname(path), { recursive: true });
  // Whoever runs it at this moment has the old one or the new one.
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o755 });
  renameSync(temporary, path);
}
