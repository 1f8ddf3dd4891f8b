/** Each state of the page, wide and narrow: axe finds nothing, nothing is cut off, nothing unknown is shown as a number. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { CUT_OFF } from './page-checks.ts';
import { type PageParts, partsOf } from './page-parts.ts';
import { fillPage, HUGE_TITLE } from './page-states.ts';

const WIDTHS = [1440, 768, 390, 360];
const AXE_WIDTHS = [1440, 390];

describe('the page, looked at', () => {
  let host: BrowserHost;
  let waiting: ActionRow[];
  const parts = (): PageParts => partsOf(host.page);
  const decide = (index: number, button: RegExp): Promise<void> =>
    parts().action(waiting[index]!.title).getByRole('button', { name: button }).click();

  beforeAll(async () => {
    host = await openBrowserHost();
  });
  afterAll(() => host?.close());

  const isSound = async (): Promise<void> => {
    for (const width of WIDTHS) {
      await host.page.setViewportSize({ width, height: 900 });
      expect({ width, ...(await host.page.evaluate<object>(CUT_OFF)) }).toEqual({
        width,
        sideways: 0,
        leaving: [],
      });
      if (!AXE_WIDTHS.includes(width)) continue;
      const { violations } = await new AxeBuilder({ page: host.page }).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect({ width, told }).toEqual({ width, told: [] });
    }
    expect(await host.page.locator('body').textContent()).not.toMatch(/NaN|undefined|Invalid Date|\bnull\b/);
  };

  it('is sound without a store', async () => {
    await shows(parts().stores, 'No store is connected yet');
    await isSound();
  });

  it('is sound with everything that waits, the longest title there can be among it', async () => {
    waiting = await fillPage(host);
    const [stock] = await host.client.stock.list({ storeId: waiting[0]!.storeId });
    const { id } = await host.client.actions.propose({
      type: 'price.change',
      storeId: waiting[0]!.storeId,
      input: { variantId: stock!.variantId, price: stock!.price.minor + 100 },
      title: HUGE_TITLE,
      reason: HUGE_TITLE,
    });
    await isThere(parts().action(HUGE_TITLE));
    await isSound();
    await host.client.actions.reject({ id, reason: HUGE_TITLE });
    await shows(parts().decided, HUGE_TITLE);
    await isSound();
  });

  it('is sound with a proposal opened, asked about and decided; what became of it stands where the button was', async () => {
    await decide(0, /^Why/);
    const row = parts().action(waiting[0]!.title);
    await shows(row, 'It can be undone.');
    await isSound();
    await decide(0, /^Reject/);
    await isSound();
    await decide(0, /^Snooze/);
    await isSound();
    await decide(0, /^Approve/);
    await shows(row, 'Done');
    const undo = await row.getByRole('button', { name: /^Undo/ }).boundingBox();
    const sign = await row.getByText('Done', { exact: true }).boundingBox();
    expect(undo!.y - sign!.y).toBeGreaterThan(0);
    expect(undo!.y - sign!.y).toBeLessThan(120);
    await isSound();
  });

  it('is sound while it is stopped, and says so wherever it is scrolled to', async () => {
    await parts().press('Stop all agents');
    await isThere(host.page.getByRole('dialog'));
    await isSound();
    await host.page.keyboard.press('Escape');
    await host.client.stop.pull({ reason: HUGE_TITLE });
    await isThere(parts().stopBanner);
    await decide(1, /^Approve/);
    await shows(parts().action(waiting[1]!.title), 'Approved');
    await isSound();
    await host.page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    const said = await host.page.getByText('All stopped', { exact: true }).boundingBox();
    expect(said!.y).toBeGreaterThanOrEqual(0);
    await parts().press('Resume');
    await isGone(parts().stopBanner);
  });

  it('is sound without a connection, and signed out', async () => {
    await host.dropConnection();
    await shows(host.page.locator('body'), 'Not connected since');
    await isSound();
    await host.restoreConnection();
    await shows(parts().connection, 'Live');
    await parts().press('Sign out');
    await isThere(host.page.getByRole('heading', { name: 'Sign in' }));
    await isSound();
  });
});
