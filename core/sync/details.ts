/** Refund lines, returns and edits of the orders that have any: what bulk operations can't carry. */
import { toGid } from '../../shared/gid.ts';
import { ORDER_DETAILS } from '../connectors/shopify/documents.ts';
import { mapOrderDetail } from '../connectors/shopify/map-order.ts';
import { faultPoint } from '../fault-point.ts';
import { BatchSize } from './batch-size.ts';
import { completeDetails, type Node } from './complete.ts';
import { breathe, type SyncContext } from './context.ts';

const FIRST_BATCH = 5;
const LARGEST_BATCH = 100;
const COUNTED = 1_000_000;

/** Completes every order that waits for it. Returns how many. */
export async function loadOrderDetails(context: SyncContext): Promise<number> {
  const { mirror, client, shop, progress, signal } = context;
  const asked = new Set<number>();
  const total = mirror.ordersNeedingDetail(COUNTED).length;
  if (total === 0) return 0;
  const size = new BatchSize(client, ORDER_DETAILS, FIRST_BATCH, LARGEST_BATCH);
  let done = 0;
  progress.tell('order_details', 0, total);
  for (;;) {
    const most = size.next();
    // An order that is gone from the shop goes on waiting until ids are compared; it is asked for once a run.
    const waiting = mirror.ordersNeedingDetail(most + asked.size).filter((id) => !asked.has(id));
    const batch = waiting.slice(0, most);
    if (batch.length === 0) return done;
    const ids = batch.map((id) => toGid('Order', id));
    let nodes: (Node | null)[];
    try {
      ({ nodes } = await client.request<{ nodes: (Node | null)[] }>(ORDER_DETAILS, { ids }, { signal }));
    } catch (error) {
      size.shrinkAfter(error, batch.length);
      continue;
    }
    const found = nodes.filter((node): node is Node => node !== null);
    await completeDetails(client, found, signal);
    mirror.applyOrderDetails(found.map((node) => mapOrderDetail(node, shop.currency)));
    faultPoint('sync.details_taken');
    for (const id of batch) asked.add(id);
    done += found.length;
    progress.tell('order_details', asked.size, Math.max(total, asked.size));
    await breathe();
  }
}
