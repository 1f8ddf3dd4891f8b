import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../shared/time.ts';
import { forecast } from './forecast.ts';
import { QUANTILE_LEVELS } from './types.ts';

/** Sales of a gift shop (UCI Online Retail, CC BY 4.0); it lies beside the checkout, not in it. */
const FILE = new URL('../../../shared/data/forecast/online_retail_daily_top300.csv.gz', import.meta.url);
const AHEAD = 28;

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Mean of |y[i] − y[i − lag]| ^ power. */
function lagError(y: readonly number[], lag: number, power: number): number {
  return meanOf(y.slice(lag).map((value, index) => Math.abs(value - y[index]!) ** power));
}

describe.skipIf(!existsSync(FILE))(
  '300 products of a real shop, four weeks ahead (skipped without ../shared/data)',
  () => {
    it('keeps the errors it is known for and covers what came', { timeout: 60_000 }, () => {
      const [head, ...rows] = gunzipSync(readFileSync(FILE)).toString().trim().split('\n');
      const start = parseDay(head!.split(',')[1]!);
      const all = rows.map((row) => {
        const [key, ...y] = row.split(',');
        return { key: key!, y: y.map(Number) };
      });
      const { series } = forecast({
        series: all.map(({ key, y }) => ({ key, start, frequency: 'D', y: y.slice(0, -AHEAD) })),
        horizon: AHEAD,
      });
      const scores = series.map(({ mean, quantiles }, index) => {
        const y = all[index]!.y;
        const [train, test] = [y.slice(0, -AHEAD), y.slice(-AHEAD)];
        const errors = test.map((value, h) => value - mean[h]!);
        const naive = test.map((value, h) => Math.abs(value - train[train.length - 7 + (h % 7)]!));
        const scale = lagError(train, 7, 1);
        const inside = (level: number) =>
          meanOf(test.map((v, h) => (v <= quantiles[String(level)]![h]! ? 1 : 0)));
        return {
          rmsse: Math.sqrt(meanOf(errors.map((e) => e * e)) / lagError(train, 1, 2)),
          mase: meanOf(errors.map(Math.abs)) / scale,
          naiveMase: meanOf(naive) / scale,
          below: QUANTILE_LEVELS.map(inside),
        };
      });
      expect(scores).toHaveLength(300);
      expect(meanOf(scores.map((score) => score.rmsse))).toBeLessThan(0.727);
      expect(meanOf(scores.map((score) => score.mase))).toBeLessThan(0.89);
      expect(meanOf(scores.map((score) => score.naiveMase))).toBeGreaterThan(1.2);
      const below = (level: number) =>
        meanOf(scores.map((score) => score.below[QUANTILE_LEVELS.indexOf(level)]!));
      for (const level of [0.75, 0.9, 0.95]) expect(Math.abs(below(level) - level)).toBeLessThan(0.05);
    });
  },
);
