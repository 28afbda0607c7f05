import type { FleetPage } from '@tenantry/backstage-plugin-tenantry-common';
import { tenantFiles } from '@tenantry/gitops';
import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
} from '@tenantry/model';
import type { Fleet } from '@tenantry/model';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../product/chromium';
import { startProduct, type Product } from '../../product/startProduct';
import { importCommits } from '../command/importCommits';

export interface FleetPageFigures {
  readonly tenants: number;
  /** From the start of the portal until it knows all of them. */
  readonly knownMs: number;
  /** From then on, until Backstage's catalog has them too. */
  readonly catalogMs: number;
  /** From the click in the side bar to the first tenants, each time. */
  readonly paintMs: readonly number[];
  /** From the choice of a filter to its tenants, each time. */
  readonly filterMs: readonly number[];
}

const times = 10;
const patienceMs = 600_000;

/** The page of all tenants in a real browser, of a portal whose repository holds many; no cluster is connected. */
export async function measureFleetPage(
  tenants = 10_000,
): Promise<FleetPageFigures> {
  const first = await startProduct();
  await first.stop();
  const { stateDir } = first;
  try {
    grow(join(stateDir, 'forge/repositories/platform/tenants.git'), tenants);
    const started = performance.now();
    const product = await startProduct({ stateDir, timeoutMs: patienceMs });
    try {
      await untilKnown(product, tenants);
      const knownMs = performance.now() - started;
      await untilInCatalog(product, tenants);
      const catalogMs = performance.now() - started - knownMs;
      return { tenants, knownMs, catalogMs, ...(await look(product)) };
    } finally {
      await product.stop();
    }
  } finally {
    first.remove();
  }
}

/** So many tenants like the example's, in one commit on top of what is there. */
function grow(repository: string, count: number): void {
  const read = (path: string) =>
    execFileSync('git', ['show', `main:${path}`], {
      cwd: repository,
      encoding: 'utf8',
    });
  const model = unwrap(parseTenant(read('tenants/storefront/tenant.yaml')));
  const fleet: Fleet = {
    platform: unwrap(parsePlatform(read('platform.yaml'))),
    clusters: ['dev-1', 'prod-1'].map(name =>
      unwrap(parseCluster(read(`clusters/${name}/cluster.yaml`))),
    ),
    tenants: [],
  };
  const files = Array.from({ length: count - 2 }, (_, index) => {
    const name = `team-${index}`;
    const { spec } = model;
    return tenantFiles(
      {
        ...model,
        metadata: { name },
        spec: {
          ...spec,
          title: `Team ${index}`,
          owner: `group:default/${name}`,
          access: { admins: [`${name}-leads`], developers: [], viewers: [] },
          environments: [
            {
              ...spec.environments[0],
              cluster: index % 2 === 0 ? 'dev-1' : 'prod-1',
              hosts: [],
            },
          ],
        },
      },
      fleet,
    );
  });
  importCommits(repository, [
    {
      branch: 'main',
      from: 'main',
      files: files.flatMap(own => [...own]),
    },
  ]);
}

async function untilKnown(product: Product, tenants: number): Promise<void> {
  await until(product, 'does not know', tenants, async () => {
    const page = await ask<FleetPage>(product, 'tenantry/fleet?limit=1');
    return page.total === tenants && page.judging.waiting === 0;
  });
}

/** It goes over each of them by itself, and keeps the processor from everybody else. */
async function untilInCatalog(
  product: Product,
  tenants: number,
): Promise<void> {
  await until(product, 'does not show', tenants, async () => {
    const found = await ask<{ totalItems: number }>(
      product,
      'catalog/entities/by-query?filter=kind=resource&limit=1',
    );
    return found.totalItems === tenants;
  });
}

async function until(
  product: Product,
  lacks: string,
  tenants: number,
  isSo: () => Promise<boolean>,
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    // While it reads them all it may not answer for a while.
    if (await isSo().catch(() => false)) return;
    await sleep(500);
  }
  throw new Error(
    `the portal ${lacks} ${tenants} tenants:\n${product
      .output()
      .slice(-4_000)}`,
  );
}

async function ask<T>({ backendUrl }: Product, path: string): Promise<T> {
  const answer = await fetch(`${backendUrl}/api/auth/guest/refresh`, {
    method: 'POST',
  });
  const { backstageIdentity } = (await answer.json()) as {
    backstageIdentity: { token: string };
  };
  const found = await fetch(`${backendUrl}/api/${path}`, {
    headers: { Authorization: `Bearer ${backstageIdentity.token}` },
  });
  return (await found.json()) as T;
}

async function look({
  appUrl,
}: Product): Promise<Pick<FleetPageFigures, 'paintMs' | 'filterMs'>> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(appUrl);
    await page.getByRole('button', { name: 'Enter' }).click();
    const list = page.getByRole('region', { name: 'Tenants' });
    const paintMs: number[] = [];
    const filterMs: number[] = [];
    // The first time loads the page's program.
    for (let time = 0; time <= times; time += 1) {
      await page.getByRole('link', { name: 'Unowned' }).first().click();
      await page.getByRole('region', { name: 'dev-1' }).waitFor();
      const painted = await timed(async () => {
        await page.getByRole('link', { name: 'Tenants' }).first().click();
        await list
          .getByRole('link', { name: /^team-/ })
          .first()
          .waitFor();
      });
      const filtered = await timed(() => filterBy(page, time));
      if (time > 0) {
        paintMs.push(painted);
        filterMs.push(filtered);
      }
    }
    return { paintMs, filterMs };
  } finally {
    await browser.close();
  }
}

/** Types a name; there is one tenant of that name. */
async function filterBy(page: Page, time: number): Promise<void> {
  const name = `team-${7_000 + time}`;
  await page.getByRole('searchbox').first().fill(name);
  await page
    .getByRole('region', { name: 'Tenants' })
    // The second one leads to its owner, which is called the same.
    .getByRole('link', { name, exact: true })
    .first()
    .waitFor();
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}
