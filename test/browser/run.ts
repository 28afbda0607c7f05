/**
 * `npm run test:browser [-- --report FILE]`: a story in a real Chromium against a real `npm start`; `npm run test:loop` another
 * one, with a real cluster and Argo CD behind it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { findChromium } from '../product/chromium';

const { report, story } = parseArgs({
  options: {
    report: { type: 'string' },
    story: { type: 'string', default: 'story' },
  },
}).values;

try {
  findChromium();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

let passed = 0;
let failed = 0;
const events = run({
  files: [join(__dirname, `${story}.test.ts`)],
  execArgv: ['--import', 'tsx'],
  concurrency: false,
});
// A suite is not a test; a file that can't be loaded is a failure.
events.on('test:pass', ({ details }) => {
  if (details.type !== 'suite') passed += 1;
});
events.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') failed += 1;
});
events.compose(spec).pipe(process.stdout);
events.on('end', () => {
  if (report) writeFileSync(report, JSON.stringify({ passed, failed }));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
});
