/** Run as a process of its own, so that its memory is its own: `render.ts <tenants>` prints one line of JSON. */
import { tenantFiles } from '@tenantry/gitops';
import { exampleFleet, requests, tenantOf } from '../src/tenants';

const count = Number(process.argv[2]);
const fleet = exampleFleet();
const one = tenantOf(
  {
    ...requests.hardened,
    environments: [
      ...requests.hardened.environments,
      { name: 'test', cluster: 'dev-1' },
    ],
  },
  fleet,
);

let files = 0;
let bytes = 0;
const started = performance.now();
for (let index = 0; index < count; index += 1) {
  const tenant =
    count === 1 ? one : { ...one, metadata: { name: `team-${index}` } };
  for (const text of tenantFiles(tenant, fleet).values()) {
    files += 1;
    bytes += text.length;
  }
}
const ms = performance.now() - started;
console.log(
  JSON.stringify({
    ms,
    files,
    bytes,
    rssMb: process.resourceUsage().maxRSS / 1024,
  }),
);
