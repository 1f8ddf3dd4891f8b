/** What an owner does with one store, told so that a process which died anywhere in it can be started again and goes on. */
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { PurchaseOrderView } from '../../shared/contract/purchasing-schemas.ts';
import type { ActionRow, AuditVerdict, FiguresView } from '../../shared/contract/schemas.ts';

/** Everything that the story needs to know beforehand; ids are Shopify's integers, prices minor units. */
export interface Plot {
  storeId: string;
  shop: string;
  clientId: string;
  clientSecret: string;
  endpoint: string;
  variantId: number;
  inventoryItemId: number;
  locationId: number;
  /** Price to set, and that is taken back in the end. */
  price: number;
  /** Units to order and to receive. */
  units: number;
  orderId: number;
}

export const CHAPTERS = [
  'connect',
  'sync',
  'price.change',
  'undo',
  'purchase_order.create',
  'purchase_order.receive',
  'order.tag',
  'stocktake',
  'sync again',
] as const;

export type Chapter = (typeof CHAPTERS)[number];

export interface Ending {
  actions: ActionRow[];
  purchaseOrders: PurchaseOrderView[];
  figures: FiguresView;
  audit: AuditVerdict;
}

/** Units that are counted more than are on hand. */
export const FOUND = 2;
export const TAG = 'seen-by-royal';
const PATIENCE_MS = 30_000;
const POLL_MS = 10;

/** Throws where an action ends otherwise than it should, or not at all. */
export async function live(
  client: RoyalClient,
  plot: Plot,
  begin: (chapter: Chapter) => void,
): Promise<Ending> {
  const { storeId } = plot;
  begin('connect');
  const stores = await client.stores.list();
  if (stores.length === 0) {
    const { shop, clientId, clientSecret, endpoint } = plot;
    await client.stores.add({ id: storeId, shop, clientId, clientSecret, endpoint });
  }
  begin('sync');
  if (!stores[0]?.syncedAt) await sync(client, storeId);

  begin('price.change');
  const price = await wish(client, plot, 'price.change', { variantId: plot.variantId, price: plot.price });
  begin('undo');
  await takeBack(client, storeId, price);
  begin('purchase_order.create');
  const line = {
    variantId: plot.variantId,
    inventoryItemId: plot.inventoryItemId,
    title: 'What was ordered',
    sku: null,
    quantity: plot.units,
    unitCost: 100,
  };
  const create = await wish(client, plot, 'purchase_order.create', { supplier: 'Acme', lines: [line] });
  begin('purchase_order.receive');
  const { rows } = await client.purchaseOrders.list({ storeId });
  const entry = rows.find((one) => one.actionId === create.id)!;
  const order = await client.purchaseOrders.show({ id: entry.id });
  await wish(client, plot, 'purchase_order.receive', {
    purchaseOrderId: order.id,
    lines: [{ lineId: order.lines[0]!.id, locationId: plot.locationId, quantity: plot.units }],
  });
  begin('order.tag');
  await wish(client, plot, 'order.tag', { orderId: plot.orderId, tags: [TAG] });
  begin('stocktake');
  await count(client, plot);
  begin('sync again');
  await sync(client, storeId);
  return {
    actions: await client.actions.list({ storeId, limit: 1000 }),
    purchaseOrders: await Promise.all(
      (await client.purchaseOrders.list({ storeId })).rows.map(({ id }) =>
        client.purchaseOrders.show({ id }),
      ),
    ),
    figures: await client.figures({ storeId }),
    audit: await client.audit.verify(),
  };
}

/** Counts one item and finishes; an earlier life may have left it anywhere in that. */
async function count(client: RoyalClient, { storeId, locationId, inventoryItemId }: Plot): Promise<void> {
  const { rows } = await client.stocktakes.list({ storeId });
  let take = rows[0] ?? (await client.stocktakes.create({ storeId, locationId }));
  if (take.state === 'counting') {
    const { rows: lines } = await client.stocktakes.lines({ id: take.id, limit: 500 });
    const line = lines.find((one) => one.inventoryItemId === inventoryItemId)!;
    const counts = [{ lineId: line.id, quantity: line.expected + FOUND }];
    if (line.counted === null) await client.stocktakes.count({ id: take.id, counts });
    take = await client.stocktakes.finish({ id: take.id, version: take.version });
  }
  for (const id of take.actionIds) {
    if ((await client.actions.show({ id })).state === 'proposed') await client.actions.approve({ id });
    await settled(client, id);
  }
  const { state, because } = await client.stocktakes.show({ id: take.id });
  if (state !== 'finished') throw new Error(`The stocktake is ${state}: ${because}`);
}

async function sync(client: RoyalClient, storeId: string): Promise<void> {
  const stream = await client.sync.run({ storeId });
  for (;;) if ((await stream.next()).done) return;
}

/** Proposed once, approved once; whatever an earlier life left of it is gone on with. */
async function wish(client: RoyalClient, plot: Plot, type: string, input: unknown): Promise<ActionRow> {
  const { storeId } = plot;
  const known = (await client.actions.list({ storeId, limit: 1000 })).find(
    (action) => action.type === type && action.undoes === null,
  );
  const action =
    known ?? (await client.actions.propose({ type, storeId, input, reason: 'The story says so' }));
  if (action.state === 'proposed') await client.actions.approve({ id: action.id });
  return settled(client, action.id);
}

async function takeBack(client: RoyalClient, storeId: string, price: ActionRow): Promise<void> {
  const actions = await client.actions.list({ storeId, limit: 1000 });
  const undo =
    actions.find((action) => action.undoes === price.id) ?? (await client.actions.undo({ id: price.id }));
  if (undo.state === 'proposed') await client.actions.approve({ id: undo.id });
  await settled(client, undo.id);
}

async function settled(client: RoyalClient, id: number): Promise<ActionRow> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const action = await client.actions.show({ id });
    if (action.state === 'verified' || action.state === 'undone') return action;
    const ended = ['failed', 'rejected', 'expired'].includes(action.state);
    if (ended || Date.now() > deadline)
      throw new Error(
        `Action ${id} (${action.type}) is ${action.state}: ${action.outcome?.text ?? 'no word why'}`,
      );
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
