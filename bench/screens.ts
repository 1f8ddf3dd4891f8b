/** The stock table, the palette and the what-if at a hundred thousand variants with outlooks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stockPlanner } from '../agents/inventory-forecasting/stock-plan.ts';
import { ingestBulk } from '../core/mirror/ingest.ts';
import { type Mirror, openMirror } from '../core/mirror/mirror.ts';
import type { StockQuestion } from '../core/mirror/stock-table.ts';
import type { KeptOutlook } from '../shared/stock.ts';
import type { SupplierTerms } from '../shared/supplier-terms.ts';
import { type Bench, numberOption, quantile, rounded } from './bench.ts';
import { BULK_CURRENCY, BULK_ZONE, randomOf, writeCatalogFiles } from './bulk-file.ts';
import { NOW, TODAY } from './query-store.ts';

const TIMES = 200;
const HORIZON = 42;
const TABLE_MS = 50;
const SEARCH_MS = 30;
const WHAT_IF_MS = 50;
const TERMS: SupplierTerms = {
  supplier: 'Acme',
  leadTimeDays: 14,
  leadTimeSdDays: 3,
  reviewDays: 7,
  packSize: 6,
  minimumUnits: 0,
  serviceLevel: 0.95,
  defaults: [],
  learned: [],
};

const page =
  (question: Partial<StockQuestion>, offset = 0) =>
  (mirror: Mirror) =>
    mirror.stockPage({ sort: 'days_left', descending: false, ...question }, 200, offset);

const TABLES: Record<string, (mirror: Mirror) => unknown> = {
  first: page({}),
  last: page({}, 99_800),
  middleByTitle: page({ sort: 'title', descending: true }, 50_000),
  byValue: page({ sort: 'value', descending: true }),
  toOrder: page({ states: ['out', 'order_now'], sort: 'order_by' }),
  fineByTitle: page({ states: ['fine', 'overstock'], sort: 'title' }),
  vendorByAvailable: page({ vendor: 'Maker 3', sort: 'available' }),
  searched: page({ search: 'item 12', sort: 'title' }),
  searchedWidely: page({ search: 'p', sort: 'days_left' }, 1000),
  location: page({ locationId: 61_000_000_001 }),
  horizon: (mirror) => mirror.stockHorizon(12),
  states: (mirror) => mirror.stockStates(),
  atRisk: (mirror) => mirror.atRisk(),
};
const SEARCHES = ['p', 'pr', 'product 4', 'sku-12', 'SKU-99999', 'zzz', 'maker 7', 'size'];

/** `--variants N`, 100,000 unless told. */
export const run: Bench = async (options) => {
  const variants = numberOption(options, 'variants', 100_000);
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-screens-'));
  const mirror = openMirror(join(folder, 'mirror.db'), {
    storeId: 'bench',
    dataKey: Buffer.alloc(32, 1),
    now: () => NOW,
    judge: { planner: stockPlanner, terms: () => TERMS, onOrder: () => new Map(), due: () => new Map() },
  });
  try {
    mirror.setShop({
      id: 1,
      name: 'Bench',
      shopDomain: 'bench.myshopify.com',
      currency: BULK_CURRENCY,
      zone: BULK_ZONE,
      taxesIncluded: true,
      plan: 'Basic',
    });
    const files = ['products', 'inventory'].map((name) => join(folder, name)) as [string, string];
    await writeCatalogFiles(...files, variants);
    const work = { currency: BULK_CURRENCY, zone: BULK_ZONE };
    await ingestBulk(mirror, { kind: 'products', file: files[0], ...work });
    await ingestBulk(mirror, { kind: 'inventory', file: files[1], ...work });
    const filling = performance.now();
    while (mirror.settleStock(15) > 0) await nextTurn();
    const keeping = performance.now();
    const ids = mirror.stockIds({ sort: 'title', descending: false });
    await mirror.keepOutlooks(outlooksOf(ids), { run: 1, madeAt: NOW, day: TODAY }, () => nextTurn());
    const kept = performance.now();

    const tables = await measured(TABLES, mirror);
    const searches = await measured(
      Object.fromEntries(SEARCHES.map((text) => [text, (from: Mirror) => from.findProducts(text, 8)])),
      mirror,
    );
    const one = ids[Math.floor(ids.length / 2)]!;
    const whatIf = await measured({ whatIf: (from) => whatIfOf(from, one) }, mirror);
    const worst = (figures: Record<string, { p95: number }>): number =>
      Math.max(...Object.values(figures).map(({ p95 }) => p95));
    return {
      name: 'screens',
      pass: worst(tables) < TABLE_MS && worst(searches) < SEARCH_MS && worst(whatIf) < WHAT_IF_MS,
      variants: ids.length,
      fillSeconds: rounded((keeping - filling) / 1000),
      keepSeconds: rounded((kept - keeping) / 1000),
      tables,
      searches,
      ...whatIf,
    };
  } finally {
    mirror.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

function whatIfOf(mirror: Mirror, variantId: number): unknown {
  const head = mirror.variantHead(variantId)!;
  const daily = mirror.dailyOutlook(mirror.outlook(variantId)!)!;
  return [0.9, 0.99].map((serviceLevel) => stockPlanner.plan(head, daily, { ...TERMS, serviceLevel }, TODAY));
}

async function measured(questions: Record<string, (mirror: Mirror) => unknown>, mirror: Mirror) {
  const figures: Record<string, { p50: number; p95: number }> = {};
  for (const [name, question] of Object.entries(questions)) {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const start = performance.now();
      question(mirror);
      times.push(performance.now() - start);
      if (time % 10 === 9) await nextTurn();
    }
    figures[name] = { p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)) };
  }
  return figures;
}

function outlooksOf(ids: readonly number[]): KeptOutlook[] {
  const random = randomOf(7);
  return ids.map((variantId) => {
    const level = random() ** 4 * 20;
    const around = (factor: number): number[] =>
      Array.from({ length: HORIZON }, (_, day) => level * factor * (day % 7 > 4 ? 0.7 : 1.1));
    return {
      variantId,
      reason: null,
      dead: level < 0.001,
      forecast: {
        input: `made for ${variantId}`,
        tests: [],
        fan: {
          mean: around(1),
          q10: around(0.3),
          q25: around(0.6),
          q50: around(0.95),
          q75: around(1.3),
          q90: around(1.8),
        },
        restockRate: 0.02,
        netPerUnit: 2400,
        method: 'level',
        explain: 'A smoothed level did best.',
        mase: 0.8,
        naiveMase: 1,
        coverage: 0.81,
        fellBack: false,
        historyDays: 365,
      },
    };
  });
}
