import axe from 'axe-core';
import type { Result, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of WCAG 2.2, levels A and AA. */
const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

/** Which part of a page is looked at, by selectors. */
export interface Scope {
  readonly include: string[];
  readonly exclude: string[];
}

const themes = ['light', 'dark'] as const;

/**
 * What keeps people from using what is shown, in light and in dark: `rule: element`.
 */
export async function barriersOn(
  page: Page,
  scope: Scope,
): Promise<string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    // Colours fade, and are judged once they are there.
    await page.waitForTimeout(500);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      async ([where, how]) => {
        const injected = (window as unknown as { axe: typeof axe }).axe;
        return (await injected.run(where, how)).violations;
      },
      [scope, options] as const,
    );
    found.push(...violations.flatMap(violation => inWords(theme, violation)));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

function inWords(theme: string, { id, help, nodes }: Result): string[] {
  return nodes.map(
    ({ target, html, failureSummary }) =>
      `${theme}: ${id} (${help}) at ${target.join(' ')}: ${html.slice(
        0,
        200,
      )}\n${failureSummary ?? ''}`,
  );
}
