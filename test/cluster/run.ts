/** `npm run test:cluster [-- --dialect native --cluster full --control host-probes --report FILE]`. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findControl, registry } from '@tenantry/controls';
import { startControlPlane } from './rig/controlPlane';
import { startKyverno } from './rig/kyverno';
import { MissingRequirement } from './rig/missing';
import { openArena } from './suite/arena';
import { attackStage } from './suite/attack';
import { provingGround } from './suite/fleet';
import type { Dialect } from './suite/fleet';
import { failures, table } from './suite/report';
import type { StageResult } from './suite/report';

const { values } = parseArgs({
  options: {
    dialect: { type: 'string', multiple: true },
    cluster: { type: 'string', multiple: true },
    control: { type: 'string', multiple: true },
    report: { type: 'string' },
    most: { type: 'string' },
  },
});

const dialects = (values.dialect ?? ['native', 'kyverno']) as Dialect[];
const clusters = values.cluster ?? ['full', 'plain'];
const controls = values.control
  ? values.control.map(id => {
      const control = findControl(id);
      if (!control) throw new Error(`no control ${id}`);
      return control;
    })
  : registry;

/** Failures told in full; one fault often shows in many attempts. */
const most = Number(values.most ?? 20);

async function main() {
  let passed = 0;
  let failed = 0;
  for (const dialect of dialects) {
    for (const cluster of clusters) {
      console.log(`\n== ${dialect}, cluster ${cluster}`);
      const started = Date.now();
      const plane = await startControlPlane();
      try {
        const kyverno =
          dialect === 'kyverno' ? await startKyverno(plane) : undefined;
        const arena = await openArena(
          plane.kubeconfigs.platform,
          provingGround(dialect),
          cluster,
        );
        console.log(`ready after ${seconds(started)}`);
        const results: StageResult[] = (
          await Promise.all(
            arena.stages.map(async stage =>
              (
                await attackStage(arena, stage, controls)
              ).map(result => ({
                ...result,
                namespace: stage.namespace,
              })),
            ),
          )
        ).flat();
        console.log(table(results));
        const problems = failures(results);
        for (const problem of problems.slice(0, most))
          console.log(`\n${problem}`);
        if (problems.length > most)
          console.log(`\n… and ${problems.length - most} more`);
        failed += problems.length;
        passed += results.filter(({ verdict }) => verdict === 'refused').length;
        console.log(
          `\n${results.length} attempts in ${seconds(started)}, ${
            problems.length
          } not as they must be`,
        );
        arena.close();
        await kyverno?.stop();
      } finally {
        await plane.stop();
      }
    }
  }
  if (values.report)
    writeFileSync(values.report, JSON.stringify({ passed, failed }));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

main().catch((error: unknown) => {
  console.error(error instanceof MissingRequirement ? error.message : error);
  process.exitCode = 1;
});
