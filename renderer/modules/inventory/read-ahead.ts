/** The stock, as it stands where nothing is searched for. */
import type { Ahead } from '../../app/navigation/module.ts';
import { reads } from '../../app/queries.ts';
import { offsetPage } from '../../ui/row-sources.ts';
import { inventoryReads } from './reads.ts';
import { oneOf, openOnes } from './use-one-store.ts';

export async function readAhead({ api, queries, store }: Ahead): Promise<void> {
  const one = oneOf(openOnes(await queries.ensureQueryData(reads(api).stores)), [store]);
  if (!one) return;
  const { stockStates, stockRows } = inventoryReads(api);
  await Promise.all([
    queries.prefetchQuery(
      offsetPage(stockRows({ storeId: one.id, sort: 'days_left', descending: false }), 0),
    ),
    queries.prefetchQuery(stockStates(one.id)),
  ]);
}
