/** Refund lines, returns and edits of the orders that have any: what bulk operations can't carry. */
import { toGid } from '../../shared/gid.ts';
import { ORDER_DETAILS } from '../connectors/shopify/documents.ts';
import { mapOrderDetail } from '../connectors/shopify/map-order.ts';
import { faultPoint } from '../fault-point.ts';
import { BatchSize } from './batch-size.ts';
import { completeDetails, type Node } from './complete.ts';
import { breathe, type SyncContext } from './context.ts';
import { takeReadable } from './rejected.ts';

const FIRST_BATCH = 5;
const LARGEST_BATCH = 100;
const AT_ONCE = 1_000_000;

/** Completes every order that waits for it. Returns how many. */
export async function loadOrderDetails(context: SyncContext): Promise<number> {
  const { mirror, client, shop, progress, signal } = context;
  // Each is asked for once a run: one that is gone from the shop goes on waiting until ids are compared.
  const waiting = mirror.ordersNeedingDetail(AT_ONCE);
  const size = new BatchSize(client, ORDER_DETAILS, FIRST_BATCH, LARGEST_BATCH);
  let done = 0;
  for (let at = 0; at < waiting.length; ) {
    progress.tell('order_details', at, waiting.length);
    const batch = waiting.slice(at, at + size.next());
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
    takeReadable(
      mirror,
      'orderDetails',
      found,
      (node) => mapOrderDetail(node, shop.currency),
      (rows) => mirror.applyOrderDetails(rows),
    );
    faultPoint('sync.details_taken');
    at += batch.length;
    done += found.length;
    progress.tell('order_details', at, waiting.length);
    await breathe();
  }
  return done;
}
