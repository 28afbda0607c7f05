import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { openCluster } from '@tenantry/cluster';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../product/chromium';
import { portalOf } from '../product/portal';
import type { Portal } from '../product/portal';
import { startProduct } from '../product/startProduct';
import type { Product } from '../product/startProduct';
import { storyOn } from './storyOn';

const minute = 60_000;

/** Whom the example's facts of the cluster name among those that may: nobody else, past all rights or not. */
const platform = {
  user: 'system:serviceaccount:argocd:argocd-application-controller',
  groups: [],
};

let product: Product;
let portal: Portal;
let browser: Browser;
let page: Page;

const { step, picture, look, barriers } = storyOn(() => page, 'loop-');

/** How long it took until the page's own data say so. */
async function seconds(
  what: string,
  isSo: (status: TenantStatus) => boolean,
  timeoutMs = 3 * minute,
): Promise<string> {
  const started = Date.now();
  for (;;) {
    const status = await portal.tenant('payments');
    if (isSo(status)) return `${((Date.now() - started) / 1000).toFixed(1)} s`;
    assert.ok(
      Date.now() - started < timeoutMs,
      `not ${what}: ${JSON.stringify(summaryOf(status))}`,
    );
    await sleep(250);
  }
}

function summaryOf({ environments }: TenantStatus) {
  return environments.map(({ synced, controls }) => ({
    synced,
    wrong: controls
      .filter(({ posture }) => posture.live.state !== 'yes')
      .map(({ control, posture }) => `${control}: ${posture.live.reason}`)
      .slice(0, 5),
  }));
}

const isSynced = ({ environments }: TenantStatus) =>
  environments.every(({ synced }) => synced.state === 'yes');

const countIn =
  (column: 'live' | 'proved', state: string) =>
  ({ environments }: TenantStatus) =>
    environments
      .flatMap(({ controls }) => controls)
      .filter(
        ({ posture, unavailable }) =>
          unavailable === undefined && posture[column].state === state,
      ).length;

/** The word under a station of the card. */
function station(name: string, word: string | RegExp) {
  return page
    .getByRole('list', { name: 'How far it has come' })
    .getByRole('listitem')
    .filter({ hasText: name })
    .getByText(word);
}

const tenantPage = '/catalog/default/resource/payments';

async function visit(path: string) {
  await page.goto(`${product.appUrl}${path}`);
}

async function visitCard() {
  await visit(tenantPage);
  await page.getByText('Isolation of payments').waitFor();
}

describe(
  'a place comes into being on a real cluster',
  { timeout: 30 * minute },
  () => {
    before(async () => {
      product = await startProduct({
        script: 'start:cluster',
        // The first time its programs are built.
        timeoutMs: 25 * minute,
      });
      portal = portalOf(product);
      browser = await launchChromium();
      page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
      page.setDefaultTimeout(minute);
      await page.goto(product.appUrl);
      await page.getByRole('button', { name: 'Enter' }).click();
      await page.getByRole('link', { name: 'Ledger' }).first().waitFor();
    });

    after(async () => {
      await browser?.close();
      await product?.stop();
      product?.remove();
    });

    step('is requested, and nothing is on the cluster', async () => {
      const { status, error } = await portal.request({
        name: 'payments',
        title: 'Payments',
        owner: 'group:default/payments',
        access: { admins: ['payments-leads'], developers: ['payments-devs'] },
        profile: 'hardened',
        size: 'small',
        environments: [{ name: 'dev', cluster: 'dev-1' }],
      });
      assert.equal(status, 'completed', error);
      await visitCard();
      await station('merged', 'waiting for review').waitFor();
      await station('synced', 'not yet').waitFor();
      await picture('requested');
    });

    step('is merged, applied by Argo CD and live', async () => {
      await portal.merge(1);
      console.log(`synced after ${await seconds('synced', isSynced)}`);
      const live = await seconds('live', status => {
        const notLive =
          countIn('live', 'no')(status) + countIn('live', 'unknown')(status);
        return countIn('live', 'yes')(status) > 0 && notLive === 0;
      });
      console.log(`and live ${live} later`);
      await visitCard();
      await station('synced', 'done').waitFor();
      await page.getByText(/^(\d+) of \1 live$/).waitFor();
      await picture('synced');
    });

    step('is proved: its attacks are tried and refused', async () => {
      const proved = await seconds(
        'proved',
        status => countIn('proved', 'yes')(status) >= 20,
      );
      console.log(`proved ${proved} later`);
      assert.equal(countIn('proved', 'no')(await portal.tenant('payments')), 0);
      await visitCard();
      await station('proved', 'done').waitFor();
      await page
        .getByText(/^(\d+) of \1 proved, \d+ not tried here$/)
        .waitFor();
      await look('card');
      await visit(`${tenantPage}/isolation`);
      await page.getByText('not tried here').first().waitFor();
      await page.getByText('Closed in both directions').first().click();
      await page.getByText(/kind: NetworkPolicy/).waitFor();
      await look('tab');
    });

    step('is found among all tenants, and holds', async () => {
      await visit('/tenantry');
      await page
        .getByRole('row')
        .filter({ hasText: 'payments' })
        .getByText('holds', { exact: true })
        .first()
        .waitFor();
      await picture('fleet');
      await visit('/tenantry?view=matrix');
      await page
        .getByRole('rowheader', { name: 'Closed in both directions' })
        .waitFor();
      await picture('fleet-matrix');
      await visit('/tenantry/unowned');
      await page
        .getByRole('region', { name: 'dev-1' })
        .getByText(/ of tenants · read /)
        .waitFor();
      await picture('unowned');
    });

    step(
      'is put back when somebody deletes a guard-rail by hand, and says so',
      async () => {
        const client = await openCluster({
          kubeconfig: kubeconfigIn(product.output()),
        });
        try {
          const deletion = {
            verb: 'delete',
            resource: 'networking.k8s.io/v1/networkpolicies',
            namespace: 'payments-dev',
            name: 'default-deny',
          } as const;
          const refused = await client.send(deletion);
          assert.match(refused.message, /platform-object-guard/);
          const { status, message } = await client.send(deletion, {
            as: platform,
          });
          assert.equal(status, 200, message);
        } finally {
          client.close();
        }
        const repaired = await seconds('repaired', status =>
          status.environments.every(
            ({ synced }) =>
              (synced.repairs?.count ?? 0) > 0 && synced.state === 'yes',
          ),
        );
        console.log(`repaired and told ${repaired} later`);
        await visitCard();
        await page
          .getByText(/Argo CD put NetworkPolicy default-deny back/)
          .waitFor();
        await picture('repaired');
      },
    );

    step('met no barrier on a page', async () => {
      assert.deepEqual(barriers, []);
    });
  },
);

/** As `start:cluster` prints it for whoever wants to look. */
function kubeconfigIn(output: string): string {
  const path = /KUBECONFIG=(\S+)/.exec(output)?.[1];
  assert.ok(path, output);
  return path;
}
