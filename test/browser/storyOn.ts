import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { barriersOn } from './barriers';

/** `SCREENSHOTS=folder npm run test:browser` (or `test:loop`) keeps a picture of every page. */
const screenshots = process.env.SCREENSHOTS;

export interface Story {
  /** A step goes on from where the one before left it, so what follows a failure isn't tried. */
  step(name: string, run: () => Promise<void>): void;
  picture(name: string, on?: Page): Promise<void>;
  /** Looks at a page with something of ours as it is now, for its picture and for barriers. */
  look(name: string, on?: Page): Promise<void>;
  /** What keeps people from using the pages that were looked at, by their names. */
  readonly barriers: readonly string[];
}

/**
 * Steps that one person takes on one page.
 *
 * @param pageNow the page, which is opened before the first step.
 * @param prefix what the names of pictures begin with.
 */
export function storyOn(pageNow: () => Page, prefix = ''): Story {
  const barriers: string[] = [];
  let broken = false;

  async function picture(name: string, on = pageNow()) {
    if (!screenshots) return;
    // Drawings and fades come to rest.
    await on.waitForTimeout(1_000);
    await on.screenshot({
      path: join(screenshots, `${prefix}${name}.png`),
      fullPage: true,
    });
  }

  return {
    barriers,
    picture,
    async look(name, on = pageNow()) {
      await picture(name, on);
      const found = await barriersOn(on);
      barriers.push(...found.map(barrier => `${name}: ${barrier}`));
    },
    step(name, run) {
      it(name, async () => {
        assert.ok(!broken, 'an earlier step failed');
        broken = true;
        try {
          await run();
        } catch (error) {
          await picture('failure');
          throw error;
        }
        broken = false;
      });
    },
  };
}
