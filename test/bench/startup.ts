import { launchChromium } from '../product/chromium';
import { startProduct } from '../product/startProduct';

export interface StartupFigures {
  readonly firstReadyMs: number;
  readonly againReadyMs: number;
  /** From opening the address to the sign-in button, and from there to the list of tenants. */
  readonly signInMs: number;
  readonly catalogMs: number;
}

/** `npm start` on an empty and on a used state folder, and the first page in a real browser. */
export async function measureStartup(): Promise<StartupFigures> {
  const first = await startProduct();
  await first.stop();
  const again = await startProduct({ stateDir: first.stateDir });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    let started = performance.now();
    await page.goto(again.appUrl);
    const enter = page.getByRole('button', { name: 'Enter' });
    await enter.waitFor();
    const signInMs = performance.now() - started;
    started = performance.now();
    await enter.click();
    await page.getByRole('link', { name: 'Ledger' }).first().waitFor();
    return {
      firstReadyMs: first.readyMs,
      againReadyMs: again.readyMs,
      signInMs,
      catalogMs: performance.now() - started,
    };
  } finally {
    await browser.close();
    await again.stop();
    again.remove();
  }
}
