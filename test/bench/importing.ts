/** Run as a process of its own, so that its memory is its own: `importing.ts <times>` imports the corpus so many times over at once. */
import { formatReport, importFiles, importFleet } from '@tenantry/import';
import {
  brownfieldFiles,
  brownfieldHints,
  brownfieldPlatform,
} from '../src/brownfield';

const times = Number(process.argv[2]);
const { platform, cluster } = brownfieldPlatform();
const corpus = brownfieldFiles();

/** Other names for the same namespaces, groups and hosts, of the same length. */
function copy(text: string, number: number): string {
  return number === 0
    ? text
    : text
        .replace(/team-(?=\d)/g, `te${number}m-`)
        .replace(/group-(?=\d)/g, `gr${number}up-`)
        .replace(/host-(?=\d)/g, `h${number}st-`);
}

const files = Array.from({ length: times }, (_, number) =>
  corpus.map(({ path, text }) => ({
    path: copy(path, number),
    text: copy(text, number),
  })),
).flat();
const started = performance.now();
const imported = importFleet(
  { files, platform, cluster },
  { adopt: 'identical', until: '2999-12-31', hints: brownfieldHints },
);
const importedMs = performance.now() - started;
const { repository } = importFiles(
  imported,
  { platform, clusters: [cluster], tenants: [] },
  files,
);
const report = formatReport(imported.report);
console.log(
  JSON.stringify({
    namespaces: imported.found.namespaces.length,
    objects: imported.found.namespaces.flatMap(({ objects }) => objects).length,
    ms: importedMs,
    writtenMs: performance.now() - started - importedMs,
    files: repository.size,
    lines: report.split('\n').length,
    rssMb: process.resourceUsage().maxRSS / 1024,
  }),
);
