/** The states that the page is looked at in, told once for whoever looks: the accessibility test, the pictures. */
import { addStores, runAgents, syncAll } from '../../headless/demo/script.ts';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import type { BrowserHost } from './browser-host.ts';
import { partsOf } from './page-parts.ts';

/** As long as a title may be, as a supplier's sheet has them: two directions, no place to break, a sign outside the BMP. */
export const HUGE_TITLE = `Işıltılı ÇİÇEK ğ 🧺👩‍👩‍👧 مصباح طاولة نحاسي ${'Unbreakable'.repeat(30)}`.slice(
  0,
  200,
);

/** Connects the three stores, syncs them and lets the agents run; the waiting proposals, oldest first. */
export async function fillPage({ client, sandbox, page }: BrowserHost): Promise<ActionRow[]> {
  await addStores(client, sandbox);
  await syncAll(client);
  await runAgents(client);
  const waiting = (await client.actions.list({ states: ['proposed'] })).sort((a, b) => a.id - b.id);
  await partsOf(page).action(waiting[0]!.title).waitFor();
  await partsOf(page)
    .agents.getByText(/findings: /)
    .waitFor();
  return waiting;
}
