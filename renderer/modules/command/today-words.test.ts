import { describe, expect, it } from 'vitest';
import type { TodayCards } from '../../../shared/contract/today-schemas.ts';
import { wordsIn } from '../../ui/words.ts';
import { marginFigure, ordersFigure, runningOutFigure, salesFigure } from './today-words.ts';

const words = wordsIn('en-GB');
const money = (minor: number) => ({ minor, currency: 'GBP' });
const usual = { usual: null, days: 0, change: null, direction: null, reason: null, spark: [] };

const cards = (part: Partial<TodayCards>): TodayCards => ({
  storeId: 'gbp',
  currency: 'GBP',
  zone: 'UTC',
  asOf: 0,
  date: '2026-11-23',
  until: Date.UTC(2026, 10, 23, 14),
  pendingDays: 0,
  netSales: { value: money(521_400), ...usual },
  orders: { value: 83, ...usual },
  margin: {
    from: '2026-10-26',
    to: '2026-11-22',
    value: money(1),
    rate: 0.468,
    knownShare: 0.94,
    rateBefore: 0.481,
    changePoints: -1.3,
    direction: 'down',
    reason: null,
    spark: [],
  },
  runningOut: {
    count: 7,
    of: 100,
    atRisk: { low: money(120_000), mid: money(200_000), high: money(310_000) },
    uncosted: 0,
    weekAgo: { date: '2026-11-16', count: 11 },
    change: -4,
    direction: 'down',
    reason: null,
    asOf: 0,
    spark: [],
  },
  ...part,
});

describe('the cards of today', () => {
  it('compare with a usual weekday by this time, not with yesterday', () => {
    const figure = salesFigure(
      cards({
        netSales: {
          ...usual,
          value: money(521_400),
          usual: money(470_000),
          days: 8,
          change: 0.109,
          direction: 'up',
        },
      }),
      words,
    );
    expect(figure.value).toBe('£5,214');
    expect(figure.comparison).toEqual({
      way: 'up',
      tone: 'good',
      text: '11% more',
      than: 'than a usual Monday by 14:00',
    });
  });

  it('tell how far above a usual day in times where per cents would be in thousands, and nothing below nothing', () => {
    const at = (minor: number, change: number) =>
      salesFigure(
        cards({
          netSales: {
            ...usual,
            value: money(minor),
            usual: money(283),
            days: 8,
            change,
            direction: change > 0 ? 'up' : 'down',
          },
        }),
        words,
      ).comparison;
    expect(at(67_900, 238.8)).toEqual({
      way: 'up',
      tone: 'good',
      text: '240 times as much',
      than: 'as on a usual Monday by 14:00',
    });
    expect(at(2_827, 8.99)?.text).toBe('899% more');
    // More came back than was sold.
    expect(at(-190, -1.68)?.text).toBe('less');
    expect(at(0, -1)?.text).toBe('100% less');
  });

  it('say why there is nothing to compare with, and keep the figure', () => {
    const reason = 'Only one Monday is known.';
    const figure = ordersFigure(cards({ orders: { ...usual, value: 83, reason } }), words);
    expect(figure).toMatchObject({ value: '83 orders', comparison: null, note: reason });
    expect(salesFigure(cards({ netSales: { ...usual, value: null, reason } }), words).value).toBe(
      'not known',
    );
  });

  it('tell a margin with the share of sales that its cost is known for', () => {
    expect(marginFigure(cards({}), words)).toMatchObject({
      value: '46.8%',
      comparison: { way: 'down', tone: 'risk', text: '1.3 points less', than: 'cost known for 94% of sales' },
    });
  });

  it('call fewer items that run out good, and more of them not', () => {
    const down = runningOutFigure(cards({}), words);
    expect(down.comparison).toMatchObject({ way: 'down', tone: 'good', text: '4 fewer than a week ago' });
    expect(down.comparison?.than).toBe('£1.2k to £3.1k at risk if nothing is ordered');
    const { runningOut } = cards({});
    const up = runningOutFigure(cards({ runningOut: { ...runningOut, change: 2, direction: 'up' } }), words);
    expect(up.comparison?.tone).toBe('risk');
  });

  it('never take an unknown count for none', () => {
    const { runningOut } = cards({});
    const reason = 'The inventory agent has not run yet.';
    const figure = runningOutFigure(
      cards({
        runningOut: { ...runningOut, count: null, atRisk: null, change: null, direction: null, reason },
      }),
      words,
    );
    expect(figure).toMatchObject({ value: 'not known', comparison: null, note: reason });
  });
});
