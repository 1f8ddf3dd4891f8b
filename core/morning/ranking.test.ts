import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOf, type Ranked, ranked } from './ranking.ts';

const effect = (mid: number, currency = 'GBP') => ({
  low: mid,
  mid,
  high: mid,
  currency,
  days: 7,
  of: 'margin',
});
const item = (id: number, daysLeft: number | null, mid: number | null, group = `g${id}`): Ranked => ({
  id,
  group,
  daysLeft,
  effect: mid === null ? null : effect(mid),
});
const order = (items: readonly Ranked[]): number[] =>
  ranked(items).flatMap((group) => group.items.map((one) => one.id));

const anyItems = fc
  .array(
    fc.record({
      group: fc.constantFrom('a', 'b', 'c', 'd'),
      daysLeft: fc.option(fc.integer({ min: -5, max: 60 })),
      mid: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
      currency: fc.constantFrom('GBP', 'JPY', 'KWD'),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ mid, currency, ...row }, id) => ({
      id,
      ...row,
      effect: mid === null ? null : effect(mid, currency),
    })),
  );

describe('the order of the morning', () => {
  it('puts the sooner deadline first, and of equal deadlines the more money', () => {
    expect(order([item(1, 9, 500), item(2, 1, 500), item(3, 9, 900)])).toEqual([2, 3, 1]);
  });

  it('treats what is overdue as due today, and not as more than that', () => {
    expect(order([item(1, -30, 100), item(2, 0, 1000)])).toEqual([2, 1]);
  });

  it('neither leads with an unknown effect nor leaves it for last', () => {
    expect(order([item(1, 3, null), item(2, 3, 1000), item(3, 3, 10)])).toEqual([2, 1, 3]);
  });

  it('keeps a group together, at the place of its most pressing item', () => {
    expect(order([item(1, 30, 10, 'acme'), item(2, 9, 500, 'other'), item(3, 0, 900, 'acme')])).toEqual([
      3, 1, 2,
    ]);
  });

  it('is the same however the proposals come', () => {
    fc.assert(
      fc.property(
        anyItems.chain((items) =>
          fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
        ),
        ([items, shuffled]) => {
          expect(ranked(shuffled)).toEqual(ranked(items));
          expect(order(items).sort((a, b) => a - b)).toEqual(items.map((one) => one.id));
        },
      ),
    );
  });

  it('measures money by its own currency: ten times all yen changes nothing', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const dearer = items.map((one) =>
          one.effect?.currency === 'JPY' ? { ...one, effect: effect(one.effect.mid * 10, 'JPY') } : one,
        );
        expect(order(dearer)).toEqual(order(items));
      }),
    );
  });
});

describe('the effect of a group', () => {
  it('adds what is known, of one currency only', () => {
    expect(effectOf([{ effect: effect(5) }, { effect: null }, { effect: effect(7) }])).toEqual({
      low: 12,
      mid: 12,
      high: 12,
      currency: 'GBP',
    });
    expect(effectOf([{ effect: effect(5) }, { effect: effect(7, 'JPY') }])).toBeNull();
    expect(effectOf([{ effect: null }])).toBeNull();
  });
});
