/** What an owner does every day, each of it by mouse and by keyboard alone, wide and narrow, told once for every host. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStores, runAgents, syncAll } from '../../headless/demo/script.ts';
import type { PurchaseOrderView } from '../../shared/contract/purchasing-schemas.ts';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { type Hands, WAYS } from './hands.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { layerOf } from './page-parts.ts';
import { orderRarely } from './rare-orders.ts';

interface OrderInput {
  supplier: string;
  lines: { variantId: number; title: string; quantity: number }[];
}

export function describeEveryday(
  name: string,
  open: OpenJourneyHost,
  ways: readonly (typeof WAYS)[number][] = WAYS,
): void {
  describe(`an owner's day at ${name}`, () => {
    let host: JourneyHost;
    beforeAll(async () => {
      host = await open();
      await addStores(host.client, host.sandbox);
      await syncAll(host.client);
      await orderRarely(host.client);
      await runAgents(host.client);
    });
    afterAll(() => host?.close());

    const page = (): Page => host.page;
    const main = (): Locator => page().locator('main');
    const dialog = (): Locator => layerOf(page());
    const button = (label: string | RegExp, of = main()): Locator => of.getByRole('button', { name: label });
    const goTo = (hash: string): Promise<void> => page().evaluate(`void (location.hash = '${hash}')`);
    const toast = (): Locator => page().getByRole('region', { name: 'What was just done' });
    const stateOf = async ({ id }: ActionRow) => (await host.client.actions.show({ id })).state;

    const used = new Set<number>();
    const nextProposal = async (): Promise<ActionRow & { input: OrderInput }> => {
      const waiting = await host.client.actions.list({ states: ['proposed'] });
      const found = waiting.find(({ id, type }) => type === 'purchase_order.create' && !used.has(id));
      if (!found) throw new Error('The sandbox gives too few proposals for the journeys.');
      used.add(found.id);
      return found as ActionRow & { input: OrderInput };
    };
    const orderHere = async (): Promise<PurchaseOrderView> => {
      const id = Number(/orders\/(\d+)/.exec(page().url())?.[1]);
      return host.client.purchaseOrders.show({ id });
    };
    /** Of whom something is needed, in whichever store. */
    const neededSupplier = async (): Promise<string> => {
      for (const { supplier } of await host.client.suppliers.list({})) {
        const { lines } = await host.client.purchaseOrders.suggest({ supplier });
        if (lines.length > 0) return supplier;
      }
      throw new Error('The sandbox has no supplier of whom anything is needed.');
    };

    describe.each(ways)('by $by at $width px', ({ width, height, hands }) => {
      let hand: Hands;
      beforeAll(async () => {
        hand = hands(page);
        await page().setViewportSize({ width, height });
      });

      it('understands a proposal, approves it, and takes it back', async () => {
        const order = await nextProposal();
        await goTo(`#/approvals/${order.id}`);
        await shows(page().getByRole('heading', { level: 1 }), order.title);
        await shows(main(), 'What will happen');
        await shows(main(), 'What could go wrong');
        await hand.press(button(`Approve: ${order.title}`));
        await shows(toast(), `Done: ${order.title}`);
        expect(await stateOf(order)).toBe('verified');
        await hand.press(button(`Undo: ${order.title}`));
        await shows(main(), 'Undone');
        expect(await stateOf(order)).toBe('undone');
      });

      it('edits a proposal, and approves what it made of it', async () => {
        const order = await nextProposal();
        const [line] = order.input.lines;
        await goTo(`#/approvals/${order.id}`);
        await hand.press(button(`Edit: ${order.title}`));
        const units = dialog().getByRole('textbox', { name: `Units of ${line!.title}` });
        await hand.write(units, String(line!.quantity + 1));
        await hand.press(button('Keep the change', dialog()));
        await isGone(dialog());
        await shows(main(), /Changed by/);
        await hand.press(button(/^Approve/));
        await shows(main(), 'Done');
        expect((await host.client.actions.show({ id: order.id })).input).toMatchObject({
          lines: [{ quantity: line!.quantity + 1 }, ...order.input.lines.slice(1).map(() => ({}))],
        });
      });

      it('snoozes a proposal, then rejects it with a rule, and removes the rule', async () => {
        const order = await nextProposal();
        await goTo(`#/approvals/${order.id}`);
        await hand.press(button(`Snooze: ${order.title}`));
        await hand.press(button(/^Tomorrow morning/, dialog()));
        await shows(main(), 'Snoozed');
        await goTo('#/approvals/snoozed');
        await hand.press(
          button(`Reject: ${order.title}`, page().getByRole('listitem', { name: order.title })),
        );
        await hand.write(dialog().getByRole('textbox'), 'they deliver broken goods');
        await hand.press(dialog().getByRole('switch'));
        await hand.choose(
          dialog().getByRole('combobox', { name: 'What shall not be proposed' }),
          `Anything like it from ${order.input.supplier}`,
        );
        await hand.press(button('Reject it and make the rule', dialog()));
        await isGone(dialog());
        await expect.poll(() => stateOf(order)).toBe('rejected');
        await goTo('#/approvals/rules');
        await shows(main(), 'they deliver broken goods');
        const [rule] = await host.client.rules.list({});
        expect(rule).toMatchObject({ scope: { supplier: order.input.supplier }, fromAction: order.id });
        await hand.press(button(`Remove: ${rule!.text}`));
        await hand.press(button('Remove the rule', dialog()));
        await isGone(dialog());
        await shows(main(), 'There is no rule.');
      });

      it('plans an order, sends it, and receives it short and damaged', async () => {
        const supplier = await neededSupplier();
        await goTo('#/inventory/orders');
        await hand.press(main().getByRole('link', { name: 'New order' }));
        await hand.pick(main().getByRole('combobox', { name: 'Supplier' }), supplier);
        await hand.press(button(/^Begin a draft with \d+ line/));
        await shows(page().getByRole('heading', { level: 1 }), new RegExp(`^PO-\\d+ · ${supplier}`));
        await hand.write(
          main()
            .getByRole('textbox', { name: /^Units of / })
            .first(),
          '5',
        );
        await expect.poll(async () => (await orderHere()).lines[0]!.quantity).toBe(5);
        await shows(main().getByRole('status').first(), /^\s*Kept$/);
        await hand.press(button('Send'));
        await hand.write(dialog().getByRole('textbox', { name: 'To whom' }), 'orders@acme.test');
        await hand.press(button('Mark as sent', dialog()));
        await isGone(dialog());
        expect(await orderHere()).toMatchObject({ state: 'sent', sentTo: 'orders@acme.test' });

        await hand.press(main().getByRole('link', { name: 'Receive goods' }));
        const { title } = (await orderHere()).lines[0]!;
        const line = main()
          .getByRole('listitem')
          .filter({ has: page().getByRole('heading', { name: title, exact: true }) })
          .first();
        await hand.press(button(/^One more accepted/, line));
        await hand.press(button(/^One more accepted/, line));
        await hand.press(button(/^One more damaged/, line));
        await hand.press(button(/will not come/, line));
        await shows(main(), '2 accepted, 1 damaged, 2 short');
        await hand.press(button('Book it'));
        await hand.press(button('Book it', dialog()));
        await shows(dialog(), 'Done');
        expect((await orderHere()).lines[0]).toMatchObject({ received: 2, damaged: 1, short: 2, open: 0 });
        await hand.press(dialog().getByRole('link', { name: 'Look at the order' }));
        await shows(main(), '2 accepted, 1 damaged, 2 short');
      });

      it('stops everything, and resumes', async () => {
        await goTo('#/command');
        await hand.press(page().getByRole('button', { name: 'Stop all agents' }));
        await hand.write(dialog().getByRole('textbox'), 'counting stock');
        await hand.press(button('Stop now', dialog()));
        const banner = page().getByRole('region', { name: 'Emergency stop', exact: true });
        await shows(banner, 'counting stock');
        expect(await host.client.stop.status()).toMatchObject({ stopped: true, reason: 'counting stock' });
        await hand.press(button('Resume', banner));
        await isGone(banner);
        expect(await host.client.stop.status()).toMatchObject({ stopped: false });
        await isThere(page().getByRole('button', { name: 'Stop all agents' }));
      });
    });
  });
}
