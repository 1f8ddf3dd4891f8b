/** What an owner goes through with what waits, told once and walked on every host, by mouse and by keyboard. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { type PageParts, partsOf } from './page-parts.ts';

interface OrderInput {
  supplier: string;
  lines: { variantId: number; title: string; quantity: number }[];
}

export function describeApprovals(name: string, open: OpenJourneyHost): void {
  describe(`an owner who decides at ${name}`, () => {
    let host: JourneyHost;
    beforeAll(async () => {
      host = await open();
      await fillStores(host.client, host.sandbox);
    });
    afterAll(() => host?.close());

    const parts = (): PageParts => partsOf(host.page);
    const main = (): Locator => host.page.locator('main');
    const goTo = (hash: string): Promise<void> => host.page.evaluate(`void (location.hash = '${hash}')`);
    const toast = (): Locator => host.page.getByRole('region', { name: 'What was just done' });
    const used = new Set<number>();
    const nextOrder = async (): Promise<ActionRow & { input: OrderInput }> => {
      const waiting = await host.client.actions.list({ states: ['proposed'] });
      const orders = waiting.filter(({ id, type }) => type === 'purchase_order.create' && !used.has(id));
      // What costs are known of has an effect to draw.
      const found = orders.find(({ effect }) => effect) ?? orders[0];
      if (!found) throw new Error('The sandbox gives too few proposals for the journeys.');
      used.add(found.id);
      return found as ActionRow & { input: OrderInput };
    };
    const proposePrice = async (more: number): Promise<ActionRow> => {
      const [store] = await host.client.stores.list();
      const stock = await host.client.stock.list({ storeId: store!.id });
      const { variantId, price } = stock[stock.length - more]!;
      return host.client.actions.propose({
        type: 'price.change',
        storeId: store!.id,
        input: { variantId, price: price.minor + more },
      });
    };
    const stateOf = async ({ id }: ActionRow) => (await host.client.actions.show({ id })).state;
    const tabTo = async (target: Locator): Promise<void> => {
      await isThere(target);
      for (let presses = 0; presses < 80; presses += 1) {
        await host.page.keyboard.press('Tab');
        if (await target.evaluate((element) => element.matches(':focus'))) return;
      }
      throw new Error(`Tab does not lead to ${target}.`);
    };

    it('understands a proposal from its evidence, approves it, and takes it back where it is told', async () => {
      const order = await nextOrder();
      await goTo(`#/approvals/${order.id}`);
      await shows(host.page.getByRole('heading', { level: 1 }), order.title);
      await shows(main(), /days? left, delivery \d+ days?/);
      await isThere(main().getByRole('slider', { name: /^Units of .* sold by day/ }));
      await isThere(main().getByRole('img', { name: /most likely/ }));
      await shows(main(), 'What could go wrong');
      await main()
        .getByRole('button', { name: /^Approve/ })
        .click();
      await shows(toast(), `Done: ${order.title}`);
      expect(await stateOf(order)).toBe('verified');
      await toast().getByRole('button', { name: 'Undo' }).click();
      await shows(main(), 'Undone');
      expect(await stateOf(order)).toBe('undone');
    });

    it('edits before approving; a quantity ten times as high is asked about first', async () => {
      const order = await nextOrder();
      const [line] = order.input.lines;
      await goTo(`#/approvals/${order.id}`);
      await main().getByRole('button', { name: /^Edit/ }).click();
      const units = parts().dialog.getByRole('textbox', { name: `Units of ${line!.title}` });
      await units.fill(String(line!.quantity * 20));
      await parts().press('Keep the change');
      await shows(parts().dialog, 'Is that meant?');
      await shows(parts().dialog, '20 times as much');
      expect((await host.client.actions.show({ id: order.id })).input).toEqual(order.input);
      await units.fill(String(line!.quantity + 1));
      await parts().press('Keep the change');
      await isGone(parts().dialog);
      await shows(main(), /Changed by/);
      await main()
        .getByRole('button', { name: /^Approve/ })
        .click();
      await shows(main(), 'Done');
      const done = await host.client.actions.show({ id: order.id });
      expect((done.input as OrderInput).lines[0]!.quantity).toBe(line!.quantity + 1);
    });

    it('rejects with a rule, finds it with its reason, and removes it', async () => {
      const order = await nextOrder();
      await goTo(`#/approvals/${order.id}`);
      await main()
        .getByRole('button', { name: /^Reject/ })
        .click();
      await parts().dialog.getByRole('switch').click();
      await parts().press('Reject it and make the rule');
      await shows(parts().dialog, 'A rule needs its reason');
      await parts().dialog.getByRole('textbox').fill('they deliver broken goods');
      await parts().dialog.getByRole('combobox', { name: 'What shall not be proposed' }).click();
      await host.page.getByRole('option', { name: `Anything like it from ${order.input.supplier}` }).click();
      await parts().dialog.getByRole('combobox', { name: 'When' }).click();
      await host.page.getByRole('option', { name: 'Only where it is fewer units than …' }).click();
      await parts().press('Reject it and make the rule');
      await shows(parts().dialog, 'Say how much.');
      await parts().dialog.getByLabel('Less than').fill('40');
      await parts().press('Reject it and make the rule');
      await shows(main(), 'Rejected');
      await goTo('#/approvals/rules');
      await shows(main(), 'they deliver broken goods');
      const [rule] = await host.client.rules.list({});
      expect(rule).toMatchObject({
        scope: { supplier: order.input.supplier },
        condition: { of: 'units', is: 'below', value: 40 },
        fromAction: order.id,
      });
      await shows(main(), 'where it is fewer than 40 units');
      await parts().press(`Remove: ${rule!.text}`);
      await parts().press('Remove the rule');
      await shows(main(), 'There is no rule.');
      expect(await host.client.rules.list({})).toEqual([]);
    });

    it('approves several alike at once, and is told of each', async () => {
      const prices = [await proposePrice(1), await proposePrice(2), await proposePrice(3)];
      await goTo('#/approvals');
      for (const { title } of prices)
        await host.page.getByRole('checkbox', { name: `Choose: ${title}` }).click();
      await shows(main(), '3 chosen: Change a price');
      await parts().press('Approve 3');
      for (const { title } of prices) await shows(parts().dialog, title);
      await parts().press('Approve 3 proposals');
      await shows(parts().dialog, '3 of 3 done and read back.');
      await parts().dialog.getByText('Close', { exact: true }).click();
      for (const price of prices) expect(await stateOf(price)).toBe('verified');
    });

    it('stops several at the first that does not go as it should, says which, and leaves the others as they were', async () => {
      const [gone, other] = [await proposePrice(4), await proposePrice(5)];
      await goTo('#/approvals');
      for (const { title } of [other, gone])
        await host.page.getByRole('checkbox', { name: `Choose: ${title}` }).click();
      await parts().press('Approve 2');
      await host.client.stop.pull({ reason: 'not now' });
      await parts().press('Approve 2 proposals');
      await shows(parts().dialog, 'Stopped at');
      await shows(parts().dialog, 'as before');
      await parts().dialog.getByText('Close', { exact: true }).click();
      await parts().press('Resume');
      await isGone(parts().stopBanner);
      expect([await stateOf(gone), await stateOf(other)]).toEqual(['proposed', 'proposed']);
    });

    it('snoozes until next week, finds it among what is snoozed, and decides on it after all', async () => {
      const order = await nextOrder();
      await goTo(`#/approvals/${order.id}`);
      await main()
        .getByRole('button', { name: /^Snooze/ })
        .click();
      const future = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
      await parts().dialog.getByLabel('Another day').fill(future);
      await parts().dialog.getByRole('button', { name: 'Snooze' }).click();
      await shows(main(), 'Snoozed');
      await goTo('#/approvals/snoozed');
      const row = host.page.getByRole('listitem', { name: order.title });
      await shows(row, 'back ');
      await row.getByRole('button', { name: /^Approve/ }).click();
      await isGone(row);
      await expect.poll(() => stateOf(order), { timeout: 30_000 }).toBe('verified');
    });

    it('looks back: finds what was done by its outcome, takes it back, checks the record and takes it along', async () => {
      await goTo('#/approvals/history');
      await host.page.getByRole('combobox', { name: 'Outcome' }).click();
      await host.page.getByRole('option', { name: 'Done', exact: true }).click();
      const done = await host.client.actions.history({ states: ['verified'], limit: 50 });
      const { title } = done.rows.find(({ type }) => type === 'price.change')!;
      const row = host.page.getByRole('listitem', { name: title });
      await row.getByRole('button', { name: /^Undo/ }).click();
      await isGone(row.getByRole('button', { name: /^Undo/ }));
      await goTo('#/approvals/audit');
      await shows(main(), 'The record is whole');
      await parts().press('Export');
      await shows(main(), /[\d,]+ entries saved\. The record was whole\./);
    });

    for (const width of [1440, 390])
      it(`goes through what waits by keyboard alone at ${width} px`, async () => {
        const { keyboard } = host.page;
        await host.page.setViewportSize({ width, height: 900 });
        await goTo('#/approvals');
        const { rows } = await host.client.actions.page({
          states: ['proposed'],
          order: 'pressing',
          limit: 2,
        });
        const second = rows[1]!;
        const first = main().getByRole('list', { name: 'Proposals' }).getByRole('listitem').first();
        // What was decided a moment ago may still stand there.
        await expect.poll(() => first.getAttribute('aria-label')).toBe(rows[0]!.title);
        await tabTo(first);
        await keyboard.press('j');
        await keyboard.press('Enter');
        await isThere(main().getByRole('heading', { name: second.title }));
        await tabTo(main().getByRole('button', { name: `Reject: ${second.title}`, exact: true }));
        await keyboard.press('Enter');
        await isThere(parts().dialog.getByRole('textbox').and(host.page.locator(':focus')));
        await keyboard.type('not this time');
        await tabTo(parts().button('Reject it'));
        await keyboard.press('Enter');
        await expect
          .poll(() => stateOf(second as unknown as ActionRow), { timeout: 30_000 })
          .toBe('rejected');
        expect(await host.client.actions.show({ id: second.id })).toMatchObject({ reason: 'not this time' });
        await host.page.setViewportSize({ width: 1440, height: 900 });
      });
  });
}
