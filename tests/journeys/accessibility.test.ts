/** Each state of the page, wide and narrow: axe finds nothing, nothing is cut off, nothing unknown is shown as a number. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MorningItemView } from '../../shared/contract/decision-schemas.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { layerOf, type PageParts, partsOf } from './page-parts.ts';
import { fillPage, HUGE_TITLE } from './page-states.ts';
import { expectSound } from './soundness.ts';

describe('the page, looked at', () => {
  let host: BrowserHost;
  let waiting: MorningItemView[];
  const parts = (): PageParts => partsOf(host.page);
  const decide = (index: number, button: RegExp): Promise<void> =>
    parts().action(waiting[index]!.title).getByRole('button', { name: button }).click();

  beforeAll(async () => {
    host = await openBrowserHost();
  });
  afterAll(() => host?.close());

  const goTo = (hash: string): Promise<void> => host.page.evaluate(`void (location.hash = '${hash}')`);
  const isSound = (): Promise<void> => expectSound(host.page);

  it('is sound without a store', async () => {
    await shows(parts().stores, 'No store is connected yet');
    await isSound();
  });

  it('is sound with everything that waits, the longest title there can be among it', async () => {
    waiting = await fillPage(host);
    await isSound();
    const [store] = await host.client.stores.list();
    const [stock] = await host.client.stock.list({ storeId: store!.id });
    const { id } = await host.client.actions.propose({
      type: 'price.change',
      storeId: store!.id,
      input: { variantId: stock!.variantId, price: stock!.price.minor + 100 },
      title: HUGE_TITLE,
      reason: HUGE_TITLE,
    });
    await goTo('#/approvals');
    await isThere(host.page.getByRole('listitem', { name: HUGE_TITLE }));
    await isSound();
    await goTo(`#/approvals/${id}`);
    await shows(host.page.locator('main'), 'What will happen');
    await isSound();
    await host.client.actions.reject({ id, reason: HUGE_TITLE, rule: { of: 'variant' } });
    await shows(host.page.locator('main'), 'Rejected');
    await isSound();
    await goTo('#/command');
    await shows(parts().decided, HUGE_TITLE);
    await isSound();
  });

  it('is sound where one store is looked at', async () => {
    const [store] = await host.client.stores.list();
    await host.page.getByLabel('Store', { exact: true }).selectOption(store!.id);
    await isThere(host.page.getByRole('region', { name: 'Gross margin, last 28 days' }));
    await shows(host.page.getByRole('region', { name: 'Net sales', exact: true }), 'forecast');
    await isSound();
    await host.page.getByRole('button', { name: 'Gross margin' }).focus();
    await host.page.keyboard.press('Shift+Tab');
    await host.page.keyboard.press('Tab');
    await shows(host.page.getByRole('tooltip'), 'share of net sales');
    await isSound();
    await host.page.keyboard.press('Escape');
    await host.page.getByLabel('Store', { exact: true }).selectOption('all');
  });

  it('is sound in every part of Approvals, empty or not, and with several chosen', async () => {
    for (const part of ['snoozed', 'history', 'rules', 'audit']) {
      await goTo(`#/approvals/${part}`);
      await isThere(host.page.locator('main .card'));
      await isGone(host.page.locator('main .skeleton'));
      await isSound();
    }
    await goTo('#/approvals');
    await host.page.getByRole('checkbox', { name: 'Choose all shown' }).click();
    await isSound();
    await host.page.getByRole('button', { name: /^Approve \d+$/ }).click();
    await shows(parts().dialog, 'are a trial');
    await isSound();
    await host.page.keyboard.press('Escape');
    const [first] = waiting;
    await goTo(`#/approvals/${first!.id}`);
    await host.page.getByRole('button', { name: /^Edit/ }).click();
    await parts().dialog.getByRole('textbox').first().fill('99999');
    await parts().press('Keep the change');
    await shows(parts().dialog, 'Is that meant?');
    await isSound();
    await host.page.keyboard.press('Escape');
    await goTo('#/command');
    await isThere(parts().action(first!.title));
  });

  it('is sound with a proposal opened, asked about and decided; what became of it stands where the button was', async () => {
    const row = parts().action(waiting[0]!.title);
    for (const [button, words] of [
      [/^Why/, 'It can be undone.'],
      [/^Reject/, 'Why not?'],
      [/^Snooze/, 'Tomorrow morning'],
    ] as const) {
      await decide(0, button);
      await shows(parts().dialog, words);
      await isSound();
      await host.page.keyboard.press('Escape');
      await isGone(parts().dialog);
    }
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
    await isThere(layerOf(host.page));
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
