import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { StockJudgement, StockPlanner } from '../shared/stock.ts';
import type { SupplierTerms } from '../shared/supplier-terms.ts';
import { tenOrdered } from './ledger/testing/ten-ordered.ts';
import { openTestLedger, temporaryFolder } from './ledger/testing/test-ledger.ts';
import { aProduct, aVariant, DATA_KEY, LONDON } from './mirror/test-records.ts';
import { keepStockSettled } from './stock-upkeep.ts';
import { openStoreMirror } from './store-mirror.ts';

const JUDGED: StockJudgement = {
  advice: {
    perDay: 1,
    daysOfCover: 5,
    daysOfPosition: 5,
    outBeforeArrival: true,
    leadTimeDemand: 14,
    safetyStock: 0,
    reorderPoint: 0,
    orderUpTo: 0,
    quantity: 0,
    orderBy: 0,
    lostUnits: { low: 0, mid: 0, high: 0 },
  },
  state: 'out_first',
  daysOfCoverRange: { low: 5, high: 5 },
  late: true,
};
/** What it was asked of is looked at here, not how it judges. */
const judge = vi.fn<StockPlanner['judge']>(() => JUDGED);
const PLANNER = {
  serviceTerms: (terms: SupplierTerms) => terms,
  judge,
} as Partial<StockPlanner> as StockPlanner;
const FORECAST = {
  input: 'days',
  tests: [],
  fan: { mean: [1], q10: [1], q25: [1], q50: [1], q75: [1], q90: [1] },
  restockRate: 0,
  netPerUnit: 100,
  method: 'level',
  explain: 'Follows the last weeks.',
  mase: null,
  naiveMase: null,
  coverage: null,
  fellBack: false,
  historyDays: 200,
};

/** Five mugs in a shop, and ten more that are ordered; each step is ten milliseconds later. */
function world() {
  let now = 1_000;
  const ledger = openTestLedger({ now: () => now });
  const mirror = openStoreMirror(join(temporaryFolder(), 'mirror.db'), {
    storeId: 'main',
    dataKey: DATA_KEY,
    ledger,
    planner: PLANNER,
    now: () => now,
  });
  const end = new AbortController();
  onTestFinished(() => {
    end.abort();
    mirror.close();
  });
  mirror.setShop(LONDON);
  mirror.upsertProducts([aProduct(1, { variants: [aVariant(11, { productId: 1, inventoryItemId: 21 })] })]);
  const order = tenOrdered(ledger, 'main');
  const { shop } = order;
  const open = [{ info: { id: 'main' }, mirror }];
  const stores = { open: () => open, during: <T>(_: string, work: Promise<T>) => work };
  keepStockSettled(
    stores as unknown as Parameters<typeof keepStockSettled>[0],
    ledger,
    { warn: () => {} },
    end.signal,
  );
  return {
    mirror,
    order,
    later() {
      now += 10;
    },
    /** What the mirror takes in while a sync runs. */
    take() {
      const level = { locationId: 31, onHand: 0, committed: 0, updatedAt: now, ...shop };
      mirror.upsertInventory([{ id: 21, tracked: true, unitCost: null, updatedAt: now, levels: [level] }]);
    },
    endSync() {
      mirror.markSynced(now);
      ledger.events.append('main', 'sync.completed', {});
    },
    position() {
      mirror.settleStock(1_000);
      const { rows } = mirror.stockPage({ sort: 'title', descending: false }, 1, 0);
      return rows[0]!.available + rows[0]!.incoming;
    },
  };
}

it('counts what was told to the shop or came once, whether the mirror shows it yet or not', async () => {
  const { mirror, order, later, take, endSync, position } = world();
  take();
  endSync();
  later();
  order.send();
  expect(position()).toBe(15);

  later();
  order.tell();
  mirror.markVariants([11]);
  expect(position()).toBe(15);

  // A page is looked at in the midst of the sync: its row is worked out anew once that is over.
  later();
  take();
  position();
  endSync();
  await vi.waitFor(() => expect(position()).toBe(15));

  later();
  order.receive(10);
  await vi.waitFor(() => expect(position()).toBe(15));
});

it('judges stock by when orders are due, and what runs out before counts as late though nothing is to order', async () => {
  const { mirror, order, take, endSync } = world();
  take();
  endSync();
  await mirror.keepOutlooks(
    [{ variantId: 11, reason: null, dead: false, forecast: FORECAST }],
    { run: 1, madeAt: 5, day: 0 },
    async () => {},
  );
  expect(judge.mock.lastCall![0]).toEqual({ available: 5, incoming: 10, due: undefined });
  order.send();
  await vi.waitFor(() =>
    expect(judge.mock.lastCall![0]).toEqual({ available: 5, incoming: 10, due: [{ on: 14, units: 10 }] }),
  );
  expect(mirror.atRisk()).toMatchObject({ late: 1, judged: 1 });
  expect(mirror.stockHorizon(5)).toMatchObject({ total: 1, rows: [{ variantId: 11, state: 'out_first' }] });
});
