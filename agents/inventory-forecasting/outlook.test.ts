import { expect, it } from 'vitest';
import { netPerUnit, planOutlook, readDemands } from './outlook.ts';
import { contextOf, type SampleStore, sale, steady, TODAY, variant } from './testing/sample-store.ts';

/** What a unit of the first variant brings, in a store whose prices hold 20% of tax. */
async function netOf(store: SampleStore, taxesIncluded = true): Promise<number> {
  const context = contextOf(store);
  const of = { ...context, store: { ...context.store, taxesIncluded } };
  const demands = await readDemands(of, store.variants, planOutlook(of, store.variants, 1));
  return netPerUnit(store.variants[0]!, demands);
}

const once = variant(1, { price: 2_400 });
const taxed = (id: number, net: number) => steady(id, 1).map((day) => ({ ...day, net }));
const longAgo = taxed(1, 2_000).filter(({ day }) => day < TODAY - 95);

it('takes what a unit brought lately', async () => {
  expect(await netOf({ variants: [once], sales: taxed(1, 1_900) })).toBe(1_900);
});

it('takes what a unit brought when it last sold, where that is longer ago', async () => {
  expect(await netOf({ variants: [once], sales: longAgo })).toBe(2_000);
  const dearer = longAgo.map((day) => (day.day < TODAY - 200 ? { ...day, net: 2_300 } : day));
  expect(await netOf({ variants: [once], sales: dearer })).toBe(2_000);
});

it('takes no more than the price is now', async () => {
  expect(await netOf({ variants: [{ ...once, price: 1_200 }], sales: longAgo }, false)).toBe(1_200);
});

it('takes of a price what the store’s other prices leave without tax, where it never sold', async () => {
  const others = [2, 3, 4].map((id) => variant(id, { price: 1_200 }));
  const store = {
    variants: [once, ...others],
    sales: [...taxed(2, 1_000), ...taxed(3, 1_000), ...taxed(4, 600)],
  };
  expect(await netOf(store)).toBe(2_000);
  expect(await netOf(store, false)).toBe(2_400);
});

it('takes the price where nothing sold that could tell', async () => {
  expect(await netOf({ variants: [once], sales: [sale(1, TODAY - 5, 1, { net: 0 })] })).toBe(2_400);
});
