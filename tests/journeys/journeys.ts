/** What an owner goes through with the page, told once and walked on every host. One story: each part goes on from the last. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStores, syncAll } from '../../headless/demo/script.ts';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { alike, type PageParts, partsOf } from './page-parts.ts';
import { orderRarely } from './rare-orders.ts';
import { addFault, clearFaults } from './shop-faults.ts';

export function describeJourneys(name: string, open: OpenJourneyHost): void {
  describe(`an owner at ${name}`, () => {
    let host: JourneyHost;
    beforeAll(async () => {
      host = await open();
    });
    afterAll(async () => {
      await host?.close();
    });

    /** The page may have been opened anew since the last look. */
    const parts = (): PageParts => partsOf(host.page);
    const used = new Set<number>();
    /**
     * The most pressing proposal that no other part of the story touches: the first page shows but three. Where two stores
     * order alike, the others' are decided elsewhere, so that its title names it.
     */
    const nextProposal = async (): Promise<ActionRow> => {
      const { groups } = await host.client.morning.list({});
      const waiting = groups.flatMap(({ items }) => items).filter(({ id }) => !used.has(id));
      const [found, ...others] = waiting;
      if (!found) throw new Error('The sandbox gives too few proposals for the journeys.');
      used.add(found.id);
      for (const { id } of others.filter(({ title }) => alike(title, found.title)))
        await host.client.actions.reject({ id, reason: 'ordered by another store' });
      await expect.poll(() => parts().action(found.title).count()).toBe(1);
      return host.client.actions.show({ id: found.id });
    };
    const stateOf = async ({ id }: ActionRow) => (await host.client.actions.show({ id })).state;
    const tabTo = async (target: Locator): Promise<void> => {
      await isThere(target);
      for (let presses = 0; presses < 60; presses += 1) {
        await host.page.keyboard.press('Tab');
        if (await target.evaluate((element) => element.matches(':focus'))) return;
      }
      throw new Error(`Tab does not lead to ${target}.`);
    };

    it('is taught how to connect the first store, and sees it as it is connected', async () => {
      await shows(parts().stores, 'No store is connected yet');
      await addStores(host.client, host.sandbox);
      for (const store of await host.client.stores.list()) await shows(parts().stores, store.name);
      await shows(parts().stores, 'Never synced');
      await shows(parts().waiting, 'Nothing waits for you');
    });

    it('sees how far a sync is, also after a reload in the middle of it', async () => {
      const [store] = await host.client.stores.list();
      // The shop takes its time until the page was opened anew, however long that takes.
      await addFault(host.sandbox, { kind: 'slow', ms: 400, times: 1_000 });
      const button = parts().button(`Sync now: ${store!.name}`);
      const progress = host.page.getByRole('progressbar', { name: `Syncing ${store!.name}` });
      await isThere(button.or(progress));
      // The desktop syncs by itself four seconds after its start: then there is nothing to press.
      if (await button.isVisible()) await button.click({ timeout: 2_000 }).catch(() => {});
      await isThere(progress);
      await shows(parts().waiting, 'A store is being synced');
      await shows(parts().stores, /[\d,]+ of [\d,]+/);
      await host.page.reload();
      await isThere(progress);
      await clearFaults(host.sandbox);
      await shows(parts().stores, /[\d,]+ of [\d,]+/);
      await isGone(progress);
      await shows(parts().stores, /Synced (now|\d+ seconds ago)/);
    });

    it('runs the agents, and finds why each proposal is made and what it will do', async () => {
      await syncAll(host.client);
      await orderRarely(host.client);
      await parts().press('Run now: Inventory forecasting');
      const done = async (): Promise<number> => {
        const [agent] = await host.client.agents.status({});
        return agent!.runs.filter(({ state }) => state === 'completed').length;
      };
      await expect.poll(done, { timeout: 60_000 }).toBe(host.sandbox.shops.length);
      await shows(parts().agents, /to reorder from \d+ suppliers?/);
      await isGone(parts().agents.getByRole('progressbar'));
      await shows(parts().waiting, /Needs you\d+, /);
      const { groups } = await host.client.morning.list({});
      const proposal = await host.client.actions.show({ id: groups[0]!.items[0]!.id });
      const row = parts().action(proposal.title);
      await shows(row, 'If ignored: ');
      await row.getByRole('button', { name: /^Why/ }).click();
      const why = parts().dialog;
      // Up to its date, which the page writes as its reader does.
      const [reason] = proposal.evidence[0]!.text.split(': ')
        .slice(1)
        .join(': ')
        .split(/\d{4}-\d\d-\d\d/);
      await shows(why, reason!);
      expect(await why.textContent()).not.toMatch(/\d{4}-\d\d-\d\d/);
      const preview = await host.client.actions.preview({ id: proposal.id });
      for (const line of preview.lines.slice(0, 8)) await shows(why, line);
      await shows(why, 'It can be undone.');
      await shows(why, /Confidence\s*(High|Fair|Low)/);
      await isThere(why.getByRole('slider', { name: /^Units of/ }));
      expect(await host.page.locator('body').textContent()).not.toMatch(
        /NaN|undefined|Invalid Date|\bnull\b/,
      );
      await host.page.keyboard.press('Escape');
      await isGone(why);
    });

    it('approves, sees it done, and takes it back', async () => {
      const proposal = await nextProposal();
      const row = parts().action(proposal.title);
      await row.getByRole('button', { name: /^Approve/ }).click();
      await shows(row, 'Done');
      expect(await stateOf(proposal)).toBe('verified');
      await row.getByRole('button', { name: /^Undo/ }).click();
      await shows(row, 'Undone');
      await shows(parts().decided, proposal.title);
      expect(await stateOf(proposal)).toBe('undone');
    });

    it('rejects with a reason that is kept, and snoozes', async () => {
      const proposal = await nextProposal();
      const row = parts().action(proposal.title);
      await row.getByRole('button', { name: /^Reject/ }).click();
      await parts().dialog.getByRole('textbox').fill('cash is short');
      await parts().press('Reject it');
      await shows(row, 'Rejected');
      await shows(parts().decided, 'cash is short');
      expect(await host.client.actions.show({ id: proposal.id })).toMatchObject({
        state: 'rejected',
        reason: 'cash is short',
      });

      const other = await nextProposal();
      await parts()
        .action(other.title)
        .getByRole('button', { name: /^Snooze/ })
        .click();
      await parts()
        .dialog.getByRole('button', { name: /^Tomorrow morning/ })
        .click();
      await shows(parts().action(other.title), 'Snoozed');
    });

    it('stops all agents and resumes; what was approved meanwhile goes out then, also after a reload', async () => {
      const proposal = await nextProposal();
      await parts().press('Stop all agents');
      await host.page.getByRole('textbox').fill('counting stock');
      await parts().press('Stop now');
      await shows(parts().stopBanner, 'counting stock');
      expect(await host.client.stop.status()).toMatchObject({ stopped: true, reason: 'counting stock' });

      await parts()
        .action(proposal.title)
        .getByRole('button', { name: /^Approve/ })
        .click();
      await shows(parts().action(proposal.title), 'Approved, goes out once you resume');
      await shows(host.page.getByRole('banner'), 'All stopped');
      await host.page.reload();
      await shows(parts().decided, 'Approved, goes out once you resume');
      await shows(parts().decided, proposal.title);
      await shows(parts().stopBanner, 'counting stock');
      expect(await stateOf(proposal)).toBe('approved');

      await parts().press('Resume');
      await isGone(parts().stopBanner);
      await expect.poll(() => stateOf(proposal), { timeout: 30_000 }).toBe('verified');
      await shows(parts().decided, proposal.title);
    });

    it('reloads in the very moment of an approval: it either happened or still waits, as the page says', async () => {
      const proposal = await nextProposal();
      await parts()
        .action(proposal.title)
        .getByRole('button', { name: /^Approve/ })
        .click();
      await host.page.reload();
      await isThere(parts().waiting);
      await expect.poll(() => stateOf(proposal), { timeout: 30_000 }).toMatch(/^(proposed|verified)$/);
      if ((await stateOf(proposal)) === 'proposed')
        await parts()
          .action(proposal.title)
          .getByRole('button', { name: /^Approve/ })
          .click();
      await shows(parts().decided, proposal.title);
      expect(await stateOf(proposal)).toBe('verified');
    });

    it('loses the connection, is told so, and catches up with what happened meanwhile', async () => {
      const [elsewhere, here] = [await nextProposal(), await nextProposal()];
      await host.dropConnection();
      await shows(host.page.locator('body'), 'Not connected since');
      await host.client.actions.reject({ id: elsewhere.id, reason: 'decided elsewhere' });
      await host.client.stop.pull({ reason: 'pulled elsewhere' });
      await parts()
        .action(here.title)
        .getByRole('button', { name: /^Approve/ })
        .click();
      expect(await parts().action(elsewhere.title).isVisible()).toBe(true);

      await host.restoreConnection();
      await shows(parts().connection, 'Live');
      await isGone(host.page.getByText('Not connected since'));
      await shows(parts().stopBanner, 'pulled elsewhere');
      await shows(parts().decided, 'decided elsewhere');
      await isGone(parts().action(elsewhere.title));
      // What was pressed while it was away went out once it was back.
      await shows(parts().action(here.title), 'Approved');
      await parts().press('Resume');
      await shows(parts().action(here.title), 'Done');
    });

    it('goes on by itself after the core died', async () => {
      const proposal = await nextProposal();
      await host.killCore();
      await host.client.stop.pull({ reason: 'after the crash' });
      await shows(parts().stopBanner, 'after the crash');
      await shows(parts().connection, 'Live');
      await parts().press('Resume');
      await isGone(parts().stopBanner);
      await parts()
        .action(proposal.title)
        .getByRole('button', { name: /^Approve/ })
        .click();
      await shows(parts().action(proposal.title), 'Done');
    });

    it('loses nothing with the window', async () => {
      const proposal = await nextProposal();
      await parts()
        .action(proposal.title)
        .getByRole('button', { name: /^Approve/ })
        .click();
      await host.reopenWindow();
      await shows(parts().connection, 'Live');
      await expect.poll(() => stateOf(proposal), { timeout: 30_000 }).toMatch(/^(proposed|verified)$/);
      if ((await stateOf(proposal)) === 'proposed')
        await parts()
          .action(proposal.title)
          .getByRole('button', { name: /^Approve/ })
          .click();
      await shows(parts().decided, proposal.title);
    });

    it('decides, takes back and stops by keyboard alone', async () => {
      const { keyboard } = host.page;
      await host.page.reload();
      await isThere(parts().waiting.getByRole('listitem'));
      const { groups } = await host.client.morning.list({});
      const [first, second] = groups.flatMap(({ items }) => items);
      // Lists cut a title that is as long as a page.
      const { title } = await host.client.actions.show({ id: second!.id });

      await tabTo(parts().button('Stop all agents'));
      await keyboard.press('Enter');
      await isThere(host.page.getByRole('textbox', { name: /^Why/ }).and(host.page.locator(':focus')));
      await keyboard.type('by hand');
      await keyboard.press('Enter');
      await shows(parts().stopBanner, 'by hand');
      await tabTo(parts().button('Resume'));
      await keyboard.press('Enter');
      await isGone(parts().stopBanner);

      const top = parts().waiting.getByRole('listitem').first();
      await expect.poll(() => top.getAttribute('aria-label')).toBe(first!.title);
      await tabTo(top);
      await keyboard.press('j');
      await keyboard.press('Enter');
      const why = parts().dialog;
      await shows(why, title);
      await shows(why, 'What will happen');
      await tabTo(why.getByRole('button', { name: /^Approve/ }));
      await keyboard.press('Enter');
      await shows(why, 'Done');
      await keyboard.press('Escape');
      await isGone(why);
      const row = parts()
        .action(title)
        .nth(first!.title === title ? 1 : 0);
      await expect.poll(() => row.evaluate((element) => element.matches(':focus-within'))).toBe(true);
      await tabTo(row.getByRole('button', { name: /^Undo/ }));
      await keyboard.press('Enter');
      await shows(row, 'Undone');
    });
  });
}
