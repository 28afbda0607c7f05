import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../product/chromium';
import { portalOf } from '../product/portal';
import type { Portal } from '../product/portal';
import { startProduct } from '../product/startProduct';
import type { Product } from '../product/startProduct';
import { walkInTheDark } from './inTheDark';
import { storyOn } from './storyOn';

const patience = 45_000;

let product: Product;
let portal: Portal;
let browser: Browser;
let page: Page;
/** Errors of scripts of the pages. */
const scriptErrors: string[] = [];

const { step, picture, look, barriers } = storyOn(() => page);

async function api<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(
    `${product.forgeUrl}/api/v3/repos/platform/tenants${path}`,
    init,
  );
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json() as Promise<T>;
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('a team asks for a place', { timeout: 20 * 60_000 }, () => {
  before(async () => {
    product = await startProduct();
    portal = portalOf(product);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(patience);
    page.on('pageerror', error => scriptErrors.push(error.message));
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    product?.remove();
  });

  step('signs in and sees the tenants of the repository', async () => {
    await page.goto(product.appUrl);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('link', { name: 'Ledger' }).first().waitFor();
    await page.getByRole('link', { name: 'Storefront' }).first().waitFor();
    await picture('catalog');
  });

  step(
    'is told while typing that a name is taken, and proposed a free one',
    async () => {
      await page.getByRole('link', { name: 'Request a place' }).click();
      await page.getByRole('button', { name: /choose/i }).click();
      await page.getByLabel('Title').fill('Ledger');
      await page.getByText('there is a tenant “ledger” already').waitFor();
      await page.getByLabel('Title').fill('Payments');
      await page.getByText('payments is free').waitFor();
      await page.getByRole('button', { name: /owner/i }).click();
      await page.getByRole('option', { name: 'Payments' }).click();
      await page
        .getByRole('textbox', { name: /Admins/ })
        .fill('payments-leads');
      await page.getByRole('textbox', { name: /Admins/ }).press('Enter');
      await look('form-who');
      await page.getByRole('button', { name: 'Next' }).click();
    },
  );

  step(
    'chooses how isolated the place shall be, from cards that say what they give',
    async () => {
      await page.getByRole('radio', { name: /Hardened/ }).waitFor();
      await page.getByText('Available on dev-1, prod-1').first().waitFor();
      await look('form-how-isolated');
      await page.getByRole('button', { name: 'Next' }).click();
    },
  );

  step(
    'is told beside the field what an address range would reach',
    async () => {
      await page.getByRole('button', { name: 'Add a destination' }).click();
      const range = page.getByLabel(
        'Destination 1: address range or host name',
      );
      await range.fill('169.254.169.254/32');
      await page
        .getByText(/metadata/i)
        .first()
        .waitFor();
      await look('form-where-refused');
      await range.fill('203.0.113.0/26');
      await page
        .getByText(/metadata/i)
        .first()
        .waitFor({ state: 'hidden' });
      await look('form-where');
      await page.getByRole('button', { name: 'Next' }).click();
    },
  );

  step(
    'sees the exact files and the plan before submitting, and nothing is written yet',
    async () => {
      const files = page.getByRole('region', { name: 'The files' });
      await files
        .getByText('payments-dev.networkpolicy-default-deny.yaml')
        .click();
      await files.getByText('default-deny', { exact: false }).first().waitFor();
      await page
        .getByRole('region', { name: 'The plan' })
        .getByText('Closed in both directions')
        .waitFor();
      await page
        .getByRole('region', { name: 'The pull request' })
        .getByText('payments: new tenant')
        .waitFor();
      await look('form-check');
      assert.deepEqual(await api('/pulls?state=all'), []);
      await page.getByRole('button', { name: 'Review' }).click();
    },
  );

  step('submits, and gets a pull request and a page', async () => {
    await page.getByRole('button', { name: 'Open the pull request' }).click();
    const link = page.getByRole('link', { name: /pull request/i }).first();
    await link.waitFor();
    assert.equal(
      await link.getAttribute('href'),
      `${product.forgeUrl}/platform/tenants/pull/1`,
    );
    await picture('form-done');
    await page.getByRole('link', { name: /tenant's page/i }).click();
    await page.getByText('Isolation of payments').waitFor();
    await page.getByText('Open pull request #1').first().waitFor();
    await look('page-requested');
  });

  step('finds the same pull request when it asks again', async () => {
    const { status, output, error } = await portal.request({
      name: 'payments',
      title: 'Payments',
      owner: 'group:default/payments',
      access: { admins: ['payments-leads'] },
      profile: 'hardened',
      size: 'small',
      environments: [
        {
          name: 'dev',
          cluster: 'dev-1',
          egress: [{ cidr: '203.0.113.0/26', ports: [443] }],
        },
      ],
    });
    assert.equal(status, 'completed', error);
    assert.ok(
      JSON.stringify(output).includes('/pull/1'),
      JSON.stringify(output),
    );
    assert.equal((await api<unknown[]>('/pulls?state=all')).length, 1);
  });

  step(
    'is refused what it may not have, with every problem named, and nothing is written',
    async () => {
      const { status, error } = await portal.request({
        name: 'checkout',
        title: 'Checkout',
        owner: 'group:default/checkout',
        access: { admins: ['system:masters'] },
        environments: [
          {
            name: 'dev',
            cluster: 'dev-1',
            egress: [{ cidr: '10.1.2.3/8', ports: [443] }],
          },
        ],
      });
      assert.equal(status, 'failed');
      assert.match(error ?? '', /access\.admins\[0\]/);
      assert.match(error ?? '', /environments\[0\]\.egress\[0\]\.cidr/);
      assert.equal((await api<unknown[]>('/pulls?state=all')).length, 1);
    },
  );

  step(
    'has its pull request reviewed and merged by somebody with a token',
    async () => {
      await page.goto(`${product.forgeUrl}/platform/tenants/pull/1`);
      await page.getByText('No conflicts.').waitFor();
      await look('pull-request');
      await page
        .getByRole('link', { name: 'Sign in to review and merge' })
        .click();
      await page.getByLabel('Token').fill(product.reviewerToken);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('button', { name: 'Merge pull request' }).click();
      await page.getByText('Merged', { exact: true }).first().waitFor();
      await look('pull-request-merged');
    },
  );

  step(
    'finds the tenant merged in the catalog within seconds, declared and otherwise unknown',
    async () => {
      const merged = Date.now();
      for (let phase = ''; phase !== 'merged'; ) {
        assert.ok(
          Date.now() - merged < 15_000,
          'not merged in the catalog after 15 seconds',
        );
        await new Promise(resolve => setTimeout(resolve, 250));
        const { metadata } = await portal.entity('payments');
        phase = metadata.labels?.['tenantry.dev/phase'] ?? '';
      }
      console.log(`in the catalog ${Date.now() - merged} ms after the merge`);
      await page.goto(`${product.appUrl}/catalog/default/resource/payments`);
      await page.getByText(/^(\d+) of \1 declared$/).waitFor();
      await page
        .getByRole('link', { name: 'Merged pull request #1' })
        .waitFor();
      await page.getByText('live unknown').waitFor();
      await page.getByText('proved unknown').waitFor();
      await page.getByText('no cluster connected').first().waitFor();
      await look('page-merged');
    },
  );

  step(
    'reads on the tab, control by control, what each is for and what it emits',
    async () => {
      await page
        .getByRole('tab', { name: 'Isolation' })
        .or(page.getByRole('link', { name: 'Isolation' }))
        .first()
        .click();
      await page.getByText('Closed in both directions').first().click();
      await page.getByText(/A cluster network is flat/).waitFor();
      await page.getByText(/kind: NetworkPolicy/).waitFor();
      await look('tab-isolation');
    },
  );

  step(
    'leaves a repository that git clones and finds sound, holding exactly the proposed files',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'tenantry-clone-'));
      try {
        git('clone', '-q', `${product.forgeUrl}/platform/tenants.git`, folder);
        git('-C', folder, 'fsck', '--strict');
        const proposed = (
          await api<{ filename: string }[]>('/pulls/1/files?per_page=100')
        ).map(({ filename }) => filename);
        const changed = git(
          '-C',
          folder,
          'diff',
          '--name-only',
          'HEAD^1',
          'HEAD',
        )
          .trim()
          .split('\n');
        assert.deepEqual(changed.sort(), proposed.sort());
        assert.ok(changed.length > 10);
        assert.match(
          readFileSync(join(folder, 'tenants/payments/tenant.yaml'), 'utf8'),
          /name: payments/,
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  step(
    'withdraws a request on the page of the tenant, and finds it gone everywhere',
    async () => {
      const { status, error } = await portal.request({
        name: 'checkout',
        title: 'Checkout',
        owner: 'group:default/checkout',
        access: { admins: ['checkout-leads'] },
        environments: [{ name: 'dev', cluster: 'dev-1' }],
      });
      assert.equal(status, 'completed', error);
      await page.goto(`${product.appUrl}/catalog/default/resource/checkout`);
      await page.getByRole('button', { name: 'Close request' }).waitFor();
      await look('page-open-request');
      await page.getByRole('button', { name: 'Close request' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/it disappears from the list/).waitFor();
      await look('close-request');
      await dialog.getByRole('button', { name: 'Close request' }).click();

      await page.getByText('Request #2 is closed').waitFor();
      await page.getByRole('link', { name: 'Payments' }).first().waitFor();
      assert.equal(
        await page.getByRole('link', { name: 'Checkout' }).count(),
        0,
      );
      await picture('request-closed');
      const pull = await api<{ state: string; merged_at: string | null }>(
        '/pulls/2',
      );
      assert.equal(pull.state, 'closed');
      assert.equal(pull.merged_at, null);
      const branches = await api<{ name: string }[]>('/branches');
      assert.ok(branches.every(({ name }) => name !== 'tenantry/checkout'));
      const comments = await api<{ body: string }[]>('/issues/2/comments');
      assert.match(comments[0]?.body ?? '', /user:default\/guest/);
    },
  );

  step(
    'finds the page of namespaces that nobody owns, which knows of none without a cluster',
    async () => {
      await page.getByRole('link', { name: 'Unowned' }).first().click();
      const dev = page.getByRole('region', { name: 'dev-1' });
      await dev.getByText('unknown: the cluster is not connected').waitFor();
      assert.equal(
        await page.getByText('Every namespace has an owner').count(),
        0,
      );
      await look('unowned');
    },
  );

  step(
    'finds all tenants on one page, none of them good without a cluster, and each control by cluster',
    async () => {
      await page.goto(`${product.appUrl}/tenantry`);
      const tenants = page.getByRole('region', { name: 'Tenants' });
      await tenants.getByRole('link', { name: 'payments' }).first().waitFor();
      await tenants.getByText('unknown').first().waitFor();
      assert.equal(
        await tenants.getByText('holds', { exact: true }).count(),
        0,
      );
      await look('fleet');
      await page.getByRole('radio', { name: 'Controls by cluster' }).click();
      await page
        .getByRole('region', { name: 'Controls by cluster' })
        .getByRole('rowheader', { name: 'Closed in both directions' })
        .waitFor();
      await look('fleet-matrix');
    },
  );

  step('finds its way in the dark as well', async () => {
    const dark = await browser.newPage({
      viewport: { width: 1360, height: 900 },
      colorScheme: 'dark',
    });
    dark.setDefaultTimeout(patience);
    dark.on('pageerror', error => scriptErrors.push(error.message));
    await walkInTheDark(dark, product, name => look(`dark-${name}`, dark));
    await dark.close();
  });

  step('never prints a token', async () => {
    const portalToken = readFileSync(
      join(product.stateDir, 'forge', 'portal.token'),
      'utf8',
    ).trim();
    assert.ok(!product.output().includes(product.reviewerToken));
    assert.ok(!product.output().includes(portalToken));
  });

  step(
    'finds yesterday’s pull request after a stop and a new start, and nothing left running in between',
    async () => {
      const { stateDir } = product;
      await product.stop();
      await assert.rejects(
        fetch(product.backendUrl),
        'the backend still answers',
      );
      await assert.rejects(fetch(product.appUrl), 'the app still answers');
      await assert.rejects(fetch(product.forgeUrl), 'the forge still answers');
      product = await startProduct({ stateDir });
      const pull = await api<{ merged_at: string | null }>('/pulls/1');
      assert.ok(pull.merged_at);
    },
  );

  step('met no barrier on a page, in light or dark', async () => {
    assert.deepEqual(barriers, []);
  });

  step('had no error in a script of a page', async () => {
    assert.deepEqual(scriptErrors, []);
  });
});
