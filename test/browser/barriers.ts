import axe from 'axe-core';
import type { Result, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of WCAG 2.2, levels A and AA. */
const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

/**
 * Parts of Backstage itself on pages that are otherwise ours. Its list of the catalog and its page of a task hold nothing of ours, and
 * aren't looked at.
 */
const backstages = [
  // The tabs of a plugin's header name panels that aren't there.
  '.bui-PluginHeaderTabsWrapper .bui-Tab',
  // The graph of relations waits without a word.
  '[class*="PluginCatalogGraph"]',
  // What is announced of a button that waits stays for seconds after the button is gone.
  '[data-live-announcer]',
  // The icon of a toast has no text.
  '[class*="Toast_container"]',
];

/** What keeps people from using what is shown: the rule, the element, and how to mend it. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Colours fade in, and are judged once they are there.
  await page.waitForTimeout(500);
  await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async ([where, how]) => {
      const injected = (window as unknown as { axe: typeof axe }).axe;
      return (await injected.run(where, how)).violations;
    },
    [{ exclude: backstages }, options] as const,
  );
  return violations.flatMap(inWords);
}

function inWords({ id, help, nodes }: Result): string[] {
  return nodes.map(
    ({ target, html, failureSummary = '' }) =>
      `${id} (${help}) at ${target.join(' ')}: ${html}\n${failureSummary}`,
  );
}
