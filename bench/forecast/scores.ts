/** How well forecasts of many series did, by the measures of the M4 and M5 competitions; means over series. */
import type { DemandSeries } from '../../agents/demand/types.ts';
import { rounded } from '../bench.ts';

/** A series cut in what a model saw and what came. */
export interface Held {
  train: DemandSeries;
  test: (number | null)[];
}

export interface Answer {
  mean: readonly number[];
  /** By level. */
  quantiles?: Readonly<Record<string, readonly number[]>>;
  band?: { low: readonly number[]; high: readonly number[] };
}

export interface Scores {
  rmsse: number;
  mase: number;
  /** Summed absolute error over summed demand, and summed error over it (above 0: too high). */
  wape: number;
  bias: number;
  smape: number;
  /** Pinball loss over all levels, scaled as RMSSE is; null without quantiles. */
  pinball: number | null;
  /** Share of what came within the 80% band; null without one. */
  coverage: number | null;
  /** Series that have a scale. */
  series: number;
  /** Series without an observed period before or in what is held back: nothing is said of them. */
  leftOut: number;
}

/** RMSSE by the in-sample one step naive error, MASE by that of seasonal naive. */
export function scoresOf(held: readonly Held[], answers: readonly Answer[], season: number): Scores {
  const sums = {
    rmsse: 0,
    mase: 0,
    masable: 0,
    smape: 0,
    absolute: 0,
    error: 0,
    demand: 0,
    series: 0,
    leftOut: 0,
  };
  const pinball = { sum: 0, count: 0 };
  const covered = { sum: 0, count: 0 };
  held.forEach(({ train, test }, index) => {
    const { mean, quantiles, band } = answers[index]!;
    if (!train.y.some(isKnown) || !test.some(isKnown)) {
      sums.leftOut += 1;
      return;
    }
    const steps = differences(train.y, 1);
    const scale = Math.sqrt(meanOf(steps.map((step) => step * step)));
    const seasonal = meanOf(differences(train.y, season).map(Math.abs));
    const squared: number[] = [];
    const absolute: number[] = [];
    const relative: number[] = [];
    test.forEach((value, at) => {
      if (value === null) return;
      const forecast = mean[at]!;
      squared.push((value - forecast) ** 2);
      absolute.push(Math.abs(value - forecast));
      const size = Math.abs(value) + Math.abs(forecast);
      relative.push(size > 0 ? (200 * Math.abs(value - forecast)) / size : 0);
      sums.error += forecast - value;
      sums.demand += value;
      for (const [level, values] of Object.entries(quantiles ?? {})) {
        if (!(scale > 0)) continue;
        const miss = value - values[at]!;
        pinball.sum += Math.max(Number(level) * miss, (Number(level) - 1) * miss) / scale;
        pinball.count += 1;
      }
      if (band) {
        covered.count += 1;
        if (value >= band.low[at]! && value <= band.high[at]!) covered.sum += 1;
      }
    });
    sums.absolute += absolute.reduce((a, b) => a + b, 0);
    sums.smape += meanOf(relative);
    if (scale > 0) {
      sums.rmsse += Math.sqrt(meanOf(squared)) / scale;
      sums.series += 1;
    }
    if (seasonal > 0) {
      sums.mase += meanOf(absolute) / seasonal;
      sums.masable += 1;
    }
  });
  return {
    rmsse: sums.rmsse / sums.series,
    mase: sums.mase / sums.masable,
    wape: sums.absolute / sums.demand,
    bias: sums.error / sums.demand,
    smape: sums.smape / (held.length - sums.leftOut),
    pinball: pinball.count > 0 ? pinball.sum / pinball.count : null,
    coverage: covered.count > 0 ? covered.sum / covered.count : null,
    series: sums.series,
    leftOut: sums.leftOut,
  };
}

/** Four digits: the targets are told apart by the third. */
export function shown(scores: Scores): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(scores).map(([name, value]) => [
      name,
      value === null ? null : Math.abs(value) < 10 ? Math.round(value * 1e4) / 1e4 : rounded(value),
    ]),
  );
}

function differences(y: readonly (number | null)[], lag: number): number[] {
  return y.slice(lag).flatMap((value, index) => {
    const before = y[index]!;
    return value === null || before === null ? [] : [value - before];
  });
}

function isKnown(value: number | null): boolean {
  return value !== null;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
