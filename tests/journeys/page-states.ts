/** The states that the page is looked at in, told once for whoever looks: the accessibility test, the pictures. */
import { fillStores } from '../../headless/demo/script.ts';
import type { MorningItemView } from '../../shared/contract/decision-schemas.ts';
import type { BrowserHost } from './browser-host.ts';
import { partsOf } from './page-parts.ts';

/** As long as a title may be, as a supplier's sheet has them: two directions, no place to break, a sign outside the BMP. */
export const HUGE_TITLE = `Işıltılı ÇİÇEK ğ 🧺👩‍👩‍👧 مصباح طاولة نحاسي ${'Unbreakable'.repeat(30)}`.slice(
  0,
  200,
);

/** Its beginning, for what takes less: no more UTF-16 units than this, no sign cut through. */
export function hugeTitle(length: number): string {
  const cut = HUGE_TITLE.slice(0, length);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** Connects the three stores, syncs them and lets the agents run; what waits, most pressing first. */
export async function fillPage({ client, sandbox, page }: BrowserHost): Promise<MorningItemView[]> {
  await fillStores(client, sandbox);
  const { groups } = await client.morning.list({});
  const waiting = groups.flatMap(({ items }) => items);
  await partsOf(page).action(waiting[0]!.title).waitFor();
  await partsOf(page)
    .agents.getByText(/to reorder from/)
    .waitFor();
  return waiting;
}
