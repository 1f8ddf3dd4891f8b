import { describe, expect, it } from 'vitest';
import type { TaskRunner } from '../shared/agent.ts';
import { type ForecastShelf, SalesForecasts, type SalesPast } from './sales-forecast.ts';

const PAST: SalesPast = { frequency: 'W', start: 20_000, values: [100, 120, null, 90], horizon: 1 };

function scene() {
  let text: string | null = null;
  let asked = 0;
  const shelf: ForecastShelf = {
    read: () => text,
    write(next) {
      text = next;
    },
  };
  const tasks: TaskRunner = {
    concurrency: 1,
    async run<Out>() {
      asked += 1;
      const quantiles = { '0.1': [80], '0.9': [130] };
      const series = [{ mean: [104.6], quantiles, explain: 'level', mase: 0.8, naiveMase: 1 }];
      return { series } as Out;
    },
  };
  return { shelf, tasks, asked: () => asked };
}

describe('what a store will sell', () => {
  it('is forecast once for the same past, also by a program that was started anew', async () => {
    const { shelf, tasks, asked } = scene();
    const [first, again] = await Promise.all([
      new SalesForecasts(tasks).of(PAST, shelf),
      new SalesForecasts(tasks).of(PAST, { read: () => null, write: () => {} }),
    ]);
    expect(first.points).toEqual([{ mean: 105, low: 80, high: 130 }]);
    expect(again).toEqual(first);
    expect(asked()).toBe(2);
    expect(await new SalesForecasts(tasks).of(PAST, shelf)).toEqual(first);
    expect(asked()).toBe(2);
  });

  it('is forecast anew once the past is another', async () => {
    const { shelf, tasks, asked } = scene();
    await new SalesForecasts(tasks).of(PAST, shelf);
    await new SalesForecasts(tasks).of({ ...PAST, values: [...PAST.values, 110] }, shelf);
    expect(asked()).toBe(2);
  });
});
