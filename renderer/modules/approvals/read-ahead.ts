/** What waits, and the first of it with the demand behind its first line. */
import { demandOf } from '../../app/decisions/demand-read.ts';
import { orderLines } from '../../app/decisions/proposal-input.ts';
import { loadDemandChart } from '../../app/decisions/reorder-line.tsx';
import type { Ahead } from '../../app/navigation/module.ts';
import { reads } from '../../app/queries.ts';
import { UNFILTERED } from './action-filters.tsx';
import { approvalReads, flat } from './reads.ts';

export async function readAhead({ api, queries, store }: Ahead): Promise<void> {
  const waiting = approvalReads(api).waiting({ ...UNFILTERED, storeId: store }, 'pressing');
  const [first] = flat(await queries.fetchInfiniteQuery(waiting))!.rows;
  if (!first) return;
  const { storeId, input } = await queries.fetchQuery(reads(api).action(first.id));
  const [line] = orderLines(input);
  await Promise.all([
    queries.prefetchQuery(reads(api).preview(first.id)),
    line && loadDemandChart(),
    line && queries.prefetchQuery(demandOf(api, storeId, line.variantId)),
  ]);
}
