/** `npm run bench [render|importing|proposals|command|admission|observing|fleet|fleetPage|startup …]`: measures and prints one Markdown table. */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { measureAdmission, tenantWeight } from './admission';
import { measureRendering, measureVerifying } from './command';
import { limitMb, measureObserving } from './observing';
import { measureProposals } from './proposals';
import { measureStartup } from './startup';

type Row = readonly [what: string, figure: string, target: string];

const runs = 5;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}

/** GitHub's secondary limits on requests that write, of one token. */
const limits = { minute: 80, hour: 500 };

function withinLimits(writes: number): string {
  const [minute, hour] = [limits.minute, limits.hour].map(most =>
    (most / writes).toLocaleString('en', { maximumSignificantDigits: 3 }),
  );
  return `${minute} a minute, ${hour} an hour`;
}

/** What a program beside this one prints, by as many processes as asked for. */
function measured(
  [file, ...args]: readonly string[],
  times: number,
): Record<string, number>[] {
  const tsx = join(__dirname, '../../node_modules/.bin/tsx');
  return Array.from({ length: times }, () =>
    JSON.parse(
      execFileSync(tsx, [join(__dirname, file), ...args], {
        encoding: 'utf8',
      }),
    ),
  );
}

function render(count: number): {
  ms: number;
  files: number;
  bytes: number;
  rssMb: number;
} {
  const results = measured(['render.ts', String(count)], runs);
  const pick = (key: string) => median(results.map(result => result[key]));
  return {
    ms: pick('ms'),
    files: pick('files'),
    bytes: pick('bytes'),
    rssMb: pick('rssMb'),
  };
}

function ms(value: number): string {
  return value < 1000
    ? `${value.toFixed(0)} ms`
    : `${(value / 1000).toFixed(1)} s`;
}

function fine(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : ms(value);
}

const sections: Record<string, () => Promise<Row[]>> = {
  async render() {
    const one = render(1);
    const many = render(1000);
    return [
      [
        `render 1 tenant of 3 environments, cold: ${one.files} files`,
        ms(one.ms),
        '',
      ],
      [
        `render 1,000 tenants of 3 environments: ${many.files} files, ${(
          many.bytes / 1e6
        ).toFixed(1)} MB`,
        ms(many.ms),
        'under 2 s',
      ],
      [
        'the same, peak memory of the process',
        `${many.rssMb.toFixed(0)} MB`,
        'under 300 MB',
      ],
    ];
  },
  async importing() {
    return [1, 6].flatMap((times): Row[] => {
      const [figures] = measured(['importing.ts', String(times)], 1);
      return [
        [
          `import ${
            figures.namespaces
          } namespaces, ${figures.objects.toLocaleString('en')} objects`,
          ms(figures.ms),
          '',
        ],
        [
          `the same, files and report: ${figures.files.toLocaleString(
            'en',
          )} files, ${figures.lines.toLocaleString('en')} lines`,
          ms(figures.writtenMs),
          '',
        ],
        [
          'the same, peak memory of the process',
          `${figures.rssMb.toFixed(0)} MB`,
          '',
        ],
      ];
    });
  },
  async proposals() {
    const figures = await measureProposals();
    // Only now: Backstage makes the process large, and starting git from a large process is slow.
    const { measurePublishing } = await import('./publishing');
    const { sizes, row } = await measurePublishing({
      sizes: [5, 30, 300],
      times: runs,
      row: { count: 100, files: 30 },
    });
    return [
      [
        `API calls for a proposal of ${figures.files} files`,
        String(figures.firstCalls),
        '5',
      ],
      ['the same, time against the embedded forge', ms(figures.firstMs), ''],
      [
        'API calls for the same request again',
        String(figures.repeatedCalls),
        'as few as possible',
      ],
      ['the same, time', ms(figures.repeatedMs), ''],
      ...sizes.map(
        ({ tool, files, traffic, ms: each }): Row => [
          `a pull request of ${files} files, by \`${tool}\``,
          [
            `${traffic.calls} calls`,
            `${(traffic.bytes / 1000).toFixed(0)} kB sent`,
            ms(median(each)),
          ].join(', '),
          tool === 'propose' ? '5 calls' : '',
        ],
      ),
      ...sizes.map(
        ({ tool, files, traffic: { writes } }): Row => [
          `the same of ${files} files within GitHub's limits, by \`${tool}\``,
          `${withinLimits(writes)} (${writes} writes each)`,
          '',
        ],
      ),
      [
        `${row.ms.length} pull requests of ${row.files} files in a row, by \`${row.tool}\``,
        `${ms(row.ms.reduce((sum, each) => sum + each, 0))}, p50 ${ms(
          percentile(row.ms, 50),
        )}, p99 ${ms(percentile(row.ms, 99))}`,
        '',
      ],
    ];
  },
  async admission() {
    const weight = tenantWeight();
    const figures = await measureAdmission();
    const [none] = figures;
    return [
      ...figures.map(
        ({ rules, tenants, perSecond, p50Ms, p99Ms, serverCpuMs }): Row => [
          `dry-run pod creations, rules: ${rules}, ${tenants.toLocaleString(
            'en',
          )} tenants`,
          `${perSecond.toFixed(0)}/s, p50 ${ms(p50Ms)}, p99 ${ms(
            p99Ms,
          )}, API server ${serverCpuMs.toFixed(1)} ms`,
          rules === 'native'
            ? `flat; over ${(none.perSecond / 1.3).toFixed(0)}/s`
            : '',
        ],
      ),
      [
        'a tenant with one environment',
        `${weight.objects} objects, ${(weight.bytes / 1024).toFixed(1)} KiB`,
        '',
      ],
    ];
  },
  async command() {
    const rendering = await measureRendering();
    const verifying = await measureVerifying();
    return [
      ...rendering.figures.map(
        ({ what, ms: each, rssMb }): Row => [
          `1,000 tenants of ${rendering.objects} objects: ${what}`,
          `${ms(each)}, ${rssMb.toFixed(0)} MB`,
          '',
        ],
      ),
      ...verifying.map(
        ({ what, ms: each, rssMb }, index): Row => [
          `\`tenantry verify\` of ${what}, of 10,000`,
          `${ms(each)}, ${rssMb.toFixed(0)} MB`,
          index === 0 ? 'under 1.5 s' : '',
        ],
      ),
    ];
  },
  async fleet() {
    // Only now: the drivers of databases are nobody else's.
    const { measureFleet } = await import('./fleet');
    const figures = await measureFleet();
    return figures.map(
      ({ database, what, ms: each }): Row => [
        `10,000 tenants in ${database}: ${what}`,
        `p50 ${fine(percentile(each, 50))}, p99 ${fine(percentile(each, 99))}`,
        '',
      ],
    );
  },
  async fleetPage() {
    // Only now: the driver of a browser is nobody else's.
    const { measureFleetPage } = await import('./fleetPage');
    const figures = await measureFleetPage();
    const each = (values: readonly number[]) =>
      `median ${ms(median(values))}, worst ${ms(Math.max(...values))}`;
    const many = `${figures.tenants.toLocaleString('en')} tenants`;
    return [
      [`a portal that starts knows all of ${many}`, ms(figures.knownMs), ''],
      ['from then until the catalog has them', ms(figures.catalogMs), ''],
      [
        `page of ${many}: click to first paint`,
        each(figures.paintMs),
        'under 1 s',
      ],
      [
        `page of ${many}: a name typed to its tenant`,
        each(figures.filterMs),
        'under 1 s',
      ],
    ];
  },
  async observing() {
    const figures = await measureObserving();
    const {
      tenants,
      objects,
      readMs,
      firstMs,
      allMs,
      memory,
      limited,
      posture,
      toldMs,
    } = figures[figures.length - 1];
    const mb = ({ rssMb, heapMb }: { rssMb: number; heapMb: number }) =>
      `${rssMb.toFixed(0)} MB, heap ${heapMb.toFixed(0)} MB`;
    const each = (values: readonly number[]) =>
      `median ${median(values).toFixed(0)} µs, worst ${(
        Math.max(...values) / 1000
      ).toFixed(1)} ms`;
    return [
      ...figures.map(
        ({ lists, watches, bytesRead, ...at }): Row => [
          `everything read once: ${at.tenants.toLocaleString(
            'en',
          )} tenants, ${at.objects.toLocaleString('en')} objects`,
          `${lists} lists, ${watches} watches, ${(bytesRead / 1e6).toFixed(
            1,
          )} MB`,
          'calls grow with kinds and pages',
        ],
      ),
      [
        `until everything is read, ${tenants.toLocaleString('en')} tenants`,
        ms(readMs),
        '',
      ],
      ['from then until the first posture of one tenant', ms(firstMs), ''],
      ['from then until the first posture of all tenants', ms(allMs), ''],
      [
        'the process with the repository, before it observes',
        mb(memory.before),
        '',
      ],
      [
        `with ${objects.toLocaleString('en')} objects observed`,
        mb(memory.observed),
        'under 1 GB',
      ],
      [
        'with all postures judged',
        `${mb(memory.judged)}, at most ${memory.peakMb.toFixed(0)} MB`,
        'under 1 GB',
      ],
      [
        `the whole of it in a process whose heap is limited to ${limitMb} MB`,
        `at most ${limited.peakMb.toFixed(0)} MB, all judged in ${ms(
          limited.allMs,
        )}`,
        'under 1 GB',
      ],
      ['one posture, pure', each(posture.again), 'under 1 ms'],
      ['the same, the first after a new commit', each(posture.newCommit), ''],
      ['the same, with a change by hand', each(posture.changed), ''],
      [
        `${toldMs.length} changes by hand, from the request to the verdict`,
        `median ${ms(median(toldMs))}, worst ${ms(Math.max(...toldMs))}`,
        '',
      ],
    ];
  },
  async startup() {
    const figures = await measureStartup();
    return [
      ['`npm start` to ready, first time', ms(figures.firstReadyMs), ''],
      ['`npm start` to ready, again', ms(figures.againReadyMs), ''],
      ['address opened to sign-in page interactive', ms(figures.signInMs), ''],
      ['sign-in to the list of tenants', ms(figures.catalogMs), ''],
    ];
  },
};

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter(name => !(name in sections));
  if (unknown.length > 0) {
    console.error(
      `no benchmark ${unknown.join(', ')}; there are ${Object.keys(
        sections,
      ).join(', ')}`,
    );
    process.exit(2);
  }
  console.log(
    `Node ${process.version}, ${cpus().length} cores, ${(
      totalmem() /
      2 ** 30
    ).toFixed(0)} GiB; render: median of ${runs} processes\n`,
  );
  console.log('| what | measured | target |\n| --- | --- | --- |');
  for (const name of wanted.length > 0 ? wanted : Object.keys(sections)) {
    for (const row of await sections[name]())
      console.log(`| ${row.join(' | ')} |`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
