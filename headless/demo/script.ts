/** What the demo does as the owner of its stores, step by step through the same contract as everybody. */
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type {
  ActionRow,
  AgentProgressView,
  AgentRunView,
  StoreView,
  SyncProgressView,
  SyncResultView,
} from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { mulDiv } from '../../shared/money.ts';
import type { SandboxProcess } from './sandbox-process.ts';

export async function addStores(client: RoyalClient, sandbox: SandboxProcess): Promise<StoreView[]> {
  const stores: StoreView[] = [];
  for (const { storeId, shop, clientId, clientSecret } of sandbox.shops)
    stores.push(
      await client.stores.add({ id: storeId, shop, clientId, clientSecret, endpoint: sandbox.url }),
    );
  return stores;
}

export async function syncAll(
  client: RoyalClient,
  tell: (progress: SyncProgressView) => void = () => {},
  signal?: AbortSignal,
): Promise<SyncResultView[]> {
  return drain(await client.sync.run({}, { signal }), tell);
}

export async function runAgents(
  client: RoyalClient,
  tell: (progress: AgentProgressView) => void = () => {},
  signal?: AbortSignal,
): Promise<AgentRunView[]> {
  return drain(await client.agents.run({}, { signal }), tell);
}

/** Connects the sandbox's stores, syncs them and lets every agent run, without a word on the way. */
export async function fillStores(client: RoyalClient, sandbox: SandboxProcess): Promise<void> {
  await addStores(client, sandbox);
  await syncAll(client);
  await runAgents(client);
}

async function drain<P, R>(stream: AsyncIterator<P, R>, tell: (progress: P) => void): Promise<R> {
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value;
    tell(step.value);
  }
}

/** The purchase order with the largest effect whose lines fit one receipt. */
export async function choosePurchaseOrder(client: RoyalClient): Promise<ActionRow> {
  const waiting = await client.actions.list({ states: ['proposed'], limit: 1000 });
  const orders = waiting
    .filter((action) => action.type === 'purchase_order.create')
    .sort((a, b) => (b.effect?.mid ?? 0) - (a.effect?.mid ?? 0) || a.id - b.id);
  const chosen =
    orders.find((action) => (action.input as { lines: unknown[] }).lines.length <= 100) ?? orders[0];
  if (chosen) return chosen;
  throw new RoyalError({
    code: 'not_found',
    message: 'The agent proposed no purchase order.',
    next: 'Look at its findings: `royal agents findings`.',
  });
}

/** Proposes and approves a price ten percent up for one product of the store. */
export async function changePrice(client: RoyalClient, storeId: string): Promise<ActionRow> {
  const stock = await client.stock.list({ storeId });
  const variant = stock.find((row) => row.price.minor > 100 && row.sku !== null) ?? stock[0];
  if (!variant)
    throw new RoyalError({
      code: 'not_found',
      message: `${storeId} has no product.`,
      next: 'Sync it first.',
    });
  const action = await client.actions.propose({
    type: 'price.change',
    storeId,
    input: { variantId: variant.variantId, price: mulDiv(variant.price.minor, 110, 100) },
    reason: 'Costs went up',
  });
  return client.actions.approve({ id: action.id });
}

/** Receives everything that a purchase order asked for, where each item is stocked. */
export async function receiveGoods(client: RoyalClient, orderAction: ActionRow): Promise<ActionRow> {
  const { storeId } = orderAction;
  const { rows } = await client.purchaseOrders.list({ storeId });
  const entry = rows.find((one) => one.actionId === orderAction.id);
  if (!entry)
    throw new RoyalError({
      code: 'not_found',
      message: `Action ${orderAction.id} made no purchase order.`,
      next: `See what became of it: royal actions show ${orderAction.id}.`,
    });
  const order = await client.purchaseOrders.show({ id: entry.id });
  const stock = await client.stock.list({ storeId });
  const locationOf = new Map(stock.map((row) => [row.inventoryItemId, row.levels[0]?.locationId]));
  const lines = order.lines.flatMap((line) => {
    const locationId = locationOf.get(line.allocations[0]?.inventoryItemId ?? 0);
    return locationId === undefined ? [] : [{ lineId: line.id, locationId, quantity: line.quantity }];
  });
  const action = await client.actions.propose({
    type: 'purchase_order.receive',
    storeId,
    input: { purchaseOrderId: order.id, lines },
  });
  return client.actions.approve({ id: action.id });
}
