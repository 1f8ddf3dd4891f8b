import { describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '../../shared/time.ts';
import { inventoryForecasting } from './agent.ts';
import { run } from './testing/report.ts';
import {
  contextOf,
  NOW,
  type Recording,
  type SampleStore,
  sale,
  steady,
  TODAY,
  variant,
} from './testing/sample-store.ts';

describe('a run of the inventory agent', () => {
  it('takes up a run where it was stopped, without forecasting twice', async () => {
    const variants = Array.from({ length: 150 }, (_, index) => variant(index + 1, { available: 1 }));
    const store = { variants, sales: variants.flatMap(({ variantId }) => steady(variantId, 1, TODAY - 60)) };
    const recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] };
    const abort = new AbortController();
    const context = contextOf(store, recording, abort.signal);
    const stopping = {
      ...context,
      progress: (done: number, total: number, text: string) => {
        context.progress(done, total, text);
        if (done === 100) abort.abort();
      },
    };
    await expect(inventoryForecasting.run(stopping)).rejects.toThrow();
    expect([...recording.steps.keys()]).toEqual(['plan', 'outlook 1 of 2']);
    const before = recording.tasks.length;
    const resumed = await inventoryForecasting.run(contextOf(store, recording));
    expect(recording.tasks.slice(before).filter((task) => task === 'demand.forecast')).toHaveLength(3);
    expect(resumed).toEqual(await run(store));
    expect(recording.progress.at(-1)).toBe('150/150 150 of 150 variants forecast');
  });

  it('reads a day or some variants at a time, and lets others have the thread in between', async () => {
    const variants = Array.from({ length: 1_200 }, (_, index) => variant(index + 1, { available: 1 }));
    const context = contextOf({ variants, sales: steady(1, 1, TODAY - 60) });
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      turning = setImmediate(turn);
    };
    let turning = setImmediate(turn);
    /** The turn of each call: none may share its with the one before. */
    const calls = new Map<string, number[]>();
    const called = (what: string): void => void calls.set(what, [...(calls.get(what) ?? []), turns]);
    const spans: number[] = [];
    const mirror: typeof context.mirror = {
      ...context.mirror,
      variants(page) {
        called('variants');
        expect(page.limit).toBeLessThanOrEqual(1_000);
        return context.mirror.variants(page);
      },
      settle(from, to) {
        called('settle');
        spans.push(to - from);
      },
      variantDays(from, to) {
        called('sales');
        spans.push(to - from);
        return context.mirror.variantDays(from, to);
      },
      stockDays(from, to, whole) {
        called('stock');
        spans.push(to - from);
        return context.mirror.stockDays(from, to, whole);
      },
    };
    const suppliers: typeof context.suppliers = {
      ...context.suppliers,
      variantTerms: () => {
        const terms = context.suppliers.variantTerms();
        return (one) => {
          called('terms');
          return terms(one);
        };
      },
      offers: () => () => {
        called('offers');
        return [];
      },
    };
    // As if each step took longer than others should wait.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 20;
      return now;
    });
    const { outlooks } = await inventoryForecasting.run({ ...context, mirror, suppliers }).finally(() => {
      clearImmediate(turning);
      clock.mockRestore();
    });
    expect(outlooks).toHaveLength(1_200);
    expect(Math.max(...spans)).toBe(0);
    expect(Object.fromEntries([...calls].map(([what, of]) => [what, of.length - new Set(of).size]))).toEqual({
      variants: 0,
      terms: 0,
      settle: 0,
      sales: 0,
      stock: 0,
      offers: 0,
    });
    expect(Math.max(...calls.get('settle')!)).toBeLessThan(Math.min(...calls.get('sales')!));
  });

  describe('run again', () => {
    const ids = Array.from({ length: 30 }, (_, index) => index + 1);
    const store: SampleStore = {
      variants: ids.map((id) => variant(id, { available: 5 * id })),
      sales: ids.flatMap((id) => steady(id, id % 5, TODAY - 120)),
    };
    /** The series that were fitted, and whether what they share was learned. */
    const again = async (changed: SampleStore) => {
      const recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] };
      const report = await inventoryForecasting.run(contextOf(changed, recording));
      return { report, fitted: recording.fitted, learned: recording.tasks.includes('demand.pool') };
    };

    it('fits nothing again where nothing changed, and comes to the same', async () => {
      const first = await again(store);
      expect(first).toMatchObject({ learned: true, fitted: expect.arrayContaining(ids.map(String)) });
      const second = await again({ ...store, last: first.report });
      expect(second).toEqual({ report: first.report, fitted: [], learned: false });
    });

    it('learns it anew once the store’s country is known, and says that it was not', async () => {
      const first = await again(store);
      expect(first.report.summary).toContain('No country is known');
      const second = await again({ ...store, country: 'GB', last: first.report });
      expect(second.learned).toBe(true);
      expect(second.report.summary).not.toContain('country');
    });

    it('fits one series again for one new sale', async () => {
      const { report: last } = await again(store);
      const late = sale(7, TODAY - 1, 40);
      const { fitted, learned, report } = await again({ ...store, sales: [...store.sales, late], last });
      expect({ fitted, learned }).toEqual({ fitted: ['7'], learned: false });
      const moved = report.outlooks!.filter((outlook, index) => {
        const { input } = last.outlooks![index]!.forecast!;
        return outlook.forecast!.input !== input;
      });
      expect(moved.map(({ variantId }) => variantId)).toEqual([7]);
    });

    it('learns and fits anew what an import has changed altogether, or another engine made', async () => {
      const { report: last } = await again(store);
      const imported = store.sales.map((one) => ({ ...one, units: one.units * 2 }));
      expect((await again({ ...store, sales: imported, last })).learned).toBe(true);
      const other = { ...last, outlookPool: last.outlookPool!.replace(/"engine":\d+/, '"engine":0') };
      expect((await again({ ...store, last: other })).learned).toBe(true);
    });

    it('keeps what products have in common until the week is over', async () => {
      const { report: last } = await again(store);
      const later = (days: number) => again({ ...store, last, now: NOW + days * DAY_MS });
      expect(await later(6)).toMatchObject({ learned: false, fitted: { length: 30 } });
      expect((await later(7)).learned).toBe(true);
    });
  });

  it('is safe in an empty store and refuses one that was never synced', async () => {
    const empty = await run({ variants: [], sales: [] });
    expect(empty).toMatchObject({ proposals: [], findings: [{ kind: 'no_products' }] });
    await expect(run({ variants: [], sales: [], neverSynced: true })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });

  it('proposes nothing for what never sold', async () => {
    const report = await run({ variants: [variant(1, { available: 0 })], sales: [] });
    expect(report.proposals).toEqual([]);
    expect(report.findings.map(({ kind }) => kind)).toEqual([]);
  });
});
