import { describe, expect, it } from 'vitest';
import type { BacktestContext, VariantDay } from '../../../shared/agent.ts';
import type { AgentBacktest } from '../../../shared/contract/backtest-schemas.ts';
import { inventoryForecasting } from '../agent.ts';
import {
  contextOf,
  FIRST_DAY,
  type Recording,
  type SampleStore,
  sale,
  TERMS,
  TODAY,
  variant,
} from '../testing/sample-store.ts';
import { drawsOf, sumWithRange } from './chance.ts';
import {
  forecastWeeks,
  horizonOf,
  type ReplayInput,
  type ReplayRow,
  replay,
  type WeeksInput,
  withEstimates,
} from './replay.ts';
import { runShelf, tunedRule } from './shelf.ts';

function backtest(store: SampleStore, recording?: Recording, signal?: AbortSignal): Promise<AgentBacktest> {
  const context: BacktestContext = contextOf(store, recording, signal);
  return inventoryForecasting.backtest!(context);
}

/** Forecast and replayed. */
function replayed(given: Omit<ReplayInput, 'forecasts'> & Pick<WeeksInput, 'pool'>): ReplayRow[] {
  const { items } = given;
  const forecasts = forecastWeeks({
    ...given,
    series: items.map(({ series }) => series),
    horizon: horizonOf(items),
  });
  return replay({ ...given, forecasts });
}

/** Sales that rise within the weeks replayed: what a rule tuned on the past can't know. */
function rising(id: number, from: number, to: number): VariantDay[] {
  const draw = drawsOf(id);
  return Array.from({ length: TODAY - FIRST_DAY }, (_, index) => {
    const level = index < 250 ? from : from + ((to - from) * (index - 250)) / (TODAY - FIRST_DAY - 250);
    return sale(id, FIRST_DAY + index, Math.floor(level * (0.5 + draw())));
  });
}

const growing: SampleStore = {
  variants: [1, 2, 3, 4].map((id) => variant(id)),
  sales: [1, 2, 3, 4].flatMap((id) => rising(id, 4 + id, 3 * (4 + id))),
};

const FLAT = { weekday: [1, 1, 1, 1, 1, 1, 1], holidays: [], years: [] };

describe('a shelf replayed', () => {
  const terms = { ...TERMS, leadTimeDays: 2, serviceLevel: 1 };
  const days = { restockRate: 0, leadTime: () => 2, coming: new Map<number, number>() };

  it('loses what is wanted while an order is on its way', () => {
    const order = (day: number): number => (day === 1 ? 5 : 0);
    expect(runShelf({ ...days, demand: [2, 2, 2, 2, 2], stock: 3, order })).toEqual({
      lost: 3,
      daysOut: 2,
      unitDays: 1 + 3 + 1,
    });
  });

  it('takes in what was on its way before, and puts back what comes back whole', () => {
    const order = (): number => 0;
    const coming = new Map([[1, 4]]);
    expect(runShelf({ ...days, restockRate: 0.5, demand: [2, 2, 0], stock: 2, coming, order })).toEqual({
      lost: 0,
      daysOut: 1,
      unitDays: 0 + 3 + 4,
    });
  });

  it('tunes a rule to the least stock that gave the service level on the past', () => {
    const past = new Array<number>(70).fill(3);
    const rule = tunedRule(past, terms, 7, days, { toPacks: Math.ceil, costs: null });
    // What a review leaves lasts the two days until its order comes.
    expect(rule).toEqual({ reorderAt: 6, upTo: 27 });
  });

  it('tunes it to the least cost where costs are known: the dearer a lost unit, the more stock', () => {
    const past = Array.from({ length: 140 }, (_, day) => (day % 10 === 0 ? 10 : 1));
    const at = (lost: number) =>
      tunedRule(past, terms, 7, days, { toPacks: Math.ceil, costs: { lost, unitDay: 1 } }).reorderAt;
    expect(at(0)).toBe(0);
    expect(at(1000)).toBeGreaterThan(at(0));
  });

  it('draws the demand of a day nobody saw from days nearby, the same each time', () => {
    const series = { key: '7', frequency: 'D' as const, start: 0, y: [4, null, 4, 4, null] };
    expect(withEstimates(series)).toEqual([4, 4, 4, 4, 4]);
    expect(withEstimates({ ...series, y: [null, null] })).toEqual([0, 0]);
  });

  it('takes nothing from the days after those replayed', () => {
    const y = rising(3, 4, 12).map(({ units }) => units);
    const pool = {
      now: FLAT,
      before: FLAT,
      store: [],
      records: {},
    };
    const outcome = (days: number[]) => {
      const series = { key: '3', frequency: 'D' as const, start: 0, y: days };
      const item = { series, terms: TERMS, restockRate: 0, costs: null, watched: null };
      return replayed({ items: [item], from: 250, weeks: 8, pool });
    };
    expect(outcome(y.map((units, day) => (day < 250 + 56 ? units : 1000)))).toEqual(outcome(y));
  });

  it('does the same on both sides where no proposal could differ', () => {
    const series = { key: '1', frequency: 'D' as const, start: 0, y: new Array<number>(112).fill(0) };
    const pool = {
      now: FLAT,
      before: FLAT,
      store: [],
      records: {},
    };
    const [row] = replayed({
      items: [{ series, terms: TERMS, restockRate: 0, costs: null, watched: null }],
      from: 84,
      weeks: 4,
      pool,
    });
    expect(row!.followed).toEqual(row!.baseline);
  });
});

describe('a watched shelf replayed', () => {
  const days = 28;
  const from = 232;

  /** Twenty wanted a day, of which so many come back after some nights; a delivery on day 14. */
  function watched(back: number, nights: number, delivered: number) {
    const y: (number | null)[] = new Array<number>(from).fill(20);
    const lowest: number[] = [];
    const returns = new Array<number>(days + nights + 1).fill(0);
    let stock = 240;
    for (let day = 0; day < days; day += 1) {
      stock += returns[day]! + (day === 14 ? delivered : 0);
      const sold = Math.min(20, stock);
      stock -= sold;
      returns[day + nights] = Math.floor((sold * back) / 20);
      y.push(sold === 0 ? null : sold);
      lowest.push(stock);
    }
    return { y, lowest };
  }

  it('differs in nothing from what the store did where no order of the replay can come', () => {
    const pool = { now: FLAT, before: FLAT, store: [], records: {} };
    for (const { back, nights, delivered } of [
      { back: 0, nights: 1, delivered: 0 },
      { back: 2, nights: 1, delivered: 0 },
      { back: 4, nights: 1, delivered: 200 },
      { back: 2, nights: 5, delivered: 100 },
    ]) {
      const { y, lowest } = watched(back, nights, delivered);
      const [row] = replayed({
        items: [
          {
            series: { key: '1', frequency: 'D', start: 0, y },
            terms: { ...TERMS, leadTimeDays: days },
            restockRate: back / 20,
            costs: null,
            watched: lowest,
          },
        ],
        from,
        weeks: 4,
        pool,
      });
      expect(row!.followed.lost, `${back} back after ${nights} nights`).toBe(row!.baseline.lost);
    }
  });
});

describe('a sum and its range', () => {
  it('lies within what draws of as many give, and is a point where all are alike', () => {
    expect(sumWithRange([5, 5, 5, 5])).toEqual({ low: 20, mid: 20, high: 20 });
    const { low, mid, high } = sumWithRange([-10, 0, 40, 3, 8, -2]);
    expect(low).toBeLessThan(mid);
    expect(high).toBeGreaterThan(mid);
  });
});

describe('the backtest of a store', () => {
  it('says what following would have changed, against a rule tuned on the past, with ranges', async () => {
    const found = await backtest(growing);
    expect(found).toMatchObject({ weeks: 12, products: 4, reason: null, currency: 'GBP', leftOut: [] });
    expect(found.baseline).toMatchObject({ watched: 0, byRule: 4 });
    expect(found.followed.lostUnits).toBeLessThan(found.baseline.lostUnits);
    const { low, mid, high } = found.gain!;
    expect(low).toBeLessThanOrEqual(mid);
    expect(mid).toBeLessThanOrEqual(high);
    expect(mid).toBeGreaterThan(0);
    expect(found.change!.lostUnits.mid).toBeCloseTo(found.followed.lostUnits - found.baseline.lostUnits, 6);
    expect(await backtest(growing)).toEqual(found);
  });

  it('knows nothing of what came after a week when it forecasts it', async () => {
    // What sold after the last review can't change what was ordered, only what was lost.
    const last = TODAY - 7;
    const surprised = growing.sales.map((one) => (one.day >= last ? { ...one, units: one.units * 50 } : one));
    const recordings = [growing, { ...growing, sales: surprised }].map(async (store) => backtest(store));
    const [calm, stormy] = await Promise.all(recordings);
    expect(stormy!.followed.lostUnits).toBeGreaterThan(calm!.followed.lostUnits);
    expect(stormy!.baseline.lostUnits).toBeGreaterThan(calm!.baseline.lostUnits);
    expect(stormy!.followed.averageStock).toBeLessThanOrEqual(calm!.followed.averageStock);
  });

  it('compares with what the store did where its stock was watched', async () => {
    const watchedFrom = TODAY - 84;
    const stock = Array.from({ length: 84 }, (_, index) => ({
      inventoryItemId: 100,
      day: watchedFrom + index,
      available: index % 28 < 14 ? 60 : 0,
    }));
    const sales = growing.sales.filter(
      ({ variantId, day }) => variantId !== 1 || day < watchedFrom || (day - watchedFrom) % 28 < 14,
    );
    const found = await backtest({ ...growing, sales, stock });
    expect(found.baseline).toMatchObject({ watched: 1, byRule: 3 });
    expect(found.baseline.daysOut).toBeGreaterThanOrEqual(42);
    expect(found.assumptions.join(' ')).toMatch(/% of the demand is on days without stock/);
  });

  it('replays what is ordered of a supplier that was filled in, though the product names no vendor', async () => {
    const found = await backtest({
      ...growing,
      variants: growing.variants.map((one) => ({ ...one, vendor: '' })),
      variantTerms: (id) => ({ supplier: id === 1 ? '' : 'Acme' }),
    });
    expect(found).toMatchObject({ products: 3, leftOut: [{ products: 1 }] });
  });

  it('names what it leaves out, and says nothing in money where no cost is known', async () => {
    const found = await backtest({
      variants: [
        ...growing.variants.map((one) => ({ ...one, unitCost: null })),
        variant(5, { isGiftCard: true }),
        variant(6),
        variant(7, { createdAt: (TODAY - 20) * 86_400_000 }),
      ],
      sales: growing.sales,
    });
    expect(found).toMatchObject({ gain: null, products: 4, reason: expect.stringMatching(/cost/) });
    expect(found.change!.lostUnits.mid).toBeLessThan(0);
    expect(found.leftOut.map(({ products }) => products)).toEqual([1, 1, 1]);
  });

  it('is honest where there is too little history', async () => {
    const short = growing.sales.filter(({ day }) => day >= TODAY - 40);
    const found = await backtest({ ...growing, sales: short, firstDay: TODAY - 40 });
    expect(found).toMatchObject({
      gain: null,
      products: 0,
      from: null,
      reason: expect.stringMatching(/^40 days of orders are too few/),
      leftOut: [{ reason: 'too little history', products: 4 }],
    });
    await expect(backtest({ ...growing, neverSynced: true })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });

  it('tells how far it is, and works on threads alone', async () => {
    const recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] };
    await backtest(growing, recording);
    expect(recording.progress.slice(-2)).toEqual([
      '4/4 4 of 4 products forecast week by week',
      '4/4 Replaying the weeks',
    ]);
    expect(recording.tasks).toEqual(['demand.pool', 'inventory.forecast_weeks', 'inventory.replay']);
    expect(recording.steps.size).toBe(0);
  });

  it('replays all products together: what they tell of each other does not depend on which share a task', async () => {
    const ids = [1, 2, 3, 4, 5, 6, 7];
    const recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] };
    const many = { variants: ids.map((id) => variant(id)), sales: ids.flatMap((id) => rising(id, 5, 15)) };
    await backtest(many, recording);
    expect(recording.tasks.filter((name) => name !== 'demand.pool')).toEqual([
      'inventory.forecast_weeks',
      'inventory.forecast_weeks',
      'inventory.replay',
    ]);
  });
});
