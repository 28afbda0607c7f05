import type { Page } from 'playwright-core';
import type { Product } from '../product/startProduct';

/**
 * Visits again, by somebody who prefers dark pages, what the story has shown: the form up to its check, the pages of a
 * tenant and of all tenants, and its pull request. Nothing is submitted. Changing the theme on the way would begin the form anew.
 */
export async function walkInTheDark(
  page: Page,
  { appUrl, forgeUrl }: Pick<Product, 'appUrl' | 'forgeUrl'>,
  look: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(appUrl);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('link', { name: 'Ledger' }).first().waitFor();

  await page.getByRole('link', { name: 'Request a place' }).click();
  await page.getByRole('button', { name: /choose/i }).click();
  await page.getByLabel('Title').fill('Travel');
  await page.getByText('travel is free').waitFor();
  await page.getByRole('textbox', { name: /Admins/ }).fill('travel-leads');
  await page.getByRole('textbox', { name: /Admins/ }).press('Enter');
  await look('form-who');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('radio', { name: /Hardened/ }).waitFor();
  await look('form-how-isolated');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Add a destination' }).click();
  await page
    .getByLabel('Destination 1: address range or host name')
    .fill('203.0.113.0/26');
  await look('form-where');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('region', { name: 'The files' }).waitFor();
  await look('form-check');

  await page.goto(`${appUrl}/catalog/default/resource/payments`);
  await page.getByText(/^(\d+) of \1 declared$/).waitFor();
  await look('page-merged');
  await page.goto(`${appUrl}/catalog/default/resource/payments/isolation`);
  await page.getByText('Closed in both directions').first().click();
  await page.getByText(/kind: NetworkPolicy/).waitFor();
  await look('tab-isolation');
  await page.goto(`${appUrl}/tenantry/unowned`);
  await page.getByRole('region', { name: 'dev-1' }).waitFor();
  await look('unowned');
  await page.goto(`${appUrl}/tenantry`);
  await page
    .getByRole('region', { name: 'Tenants' })
    .getByRole('link', { name: 'payments' })
    .first()
    .waitFor();
  await look('fleet');
  await page.goto(`${appUrl}/tenantry?view=matrix`);
  await page
    .getByRole('rowheader', { name: 'Closed in both directions' })
    .waitFor();
  await look('fleet-matrix');
  await page.goto(`${forgeUrl}/platform/tenants/pull/1`);
  await page.getByText('Merged', { exact: true }).first().waitFor();
  await look('pull-request');
}
