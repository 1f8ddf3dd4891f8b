/** How far real demand fell from the forecast in the backtest, and the quantiles that follow from it. */
import { quantileOf } from './series.ts';

export interface Spread {
  /** Errors divided by sqrt(forecast × level), ascending: the spread of demand grows with its root. */
  z: number[];
  level: number;
  /** Added variance per period beyond those tested, relative: (h − 1)·α² of exponential smoothing. */
  growth: number;
  tested: number;
}

/** Fewer errors than this are joined by a fixed prior, so that two points don't pretend to certainty. */
const ENOUGH = 12;
const PRIOR = [-1, -0.8, -0.6, -0.4, -0.2, 0, 0, 0.2, 0.4, 0.7, 1, 1.5];
/** α² of a level that moves at 0.05 a period (Hyndman et al. 2008, variance of simple exponential smoothing). */
const GROWTH = 0.0025;

export function spreadOf(
  trials: readonly { actual: readonly number[]; forecast: readonly number[] }[],
): Spread {
  const forecasts = trials.flatMap((trial) => [...trial.forecast]);
  const sum = forecasts.reduce((a, b) => a + b, 0);
  const actualMean = meanOf(trials.flatMap((trial) => trial.actual.filter((value) => !Number.isNaN(value))));
  // A forecast of nothing still needs a scale for what was sold after all.
  const level = sum > 0 ? sum / forecasts.length : actualMean;
  const z: number[] = [];
  for (const { actual, forecast } of trials) {
    actual.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const expected = forecast[index]!;
      if (expected > 0) z.push((value - expected) / Math.sqrt(expected * level));
    });
  }
  if (z.length < ENOUGH) z.push(...PRIOR);
  z.sort((a, b) => a - b);
  return { z, level, growth: GROWTH, tested: trials[0]?.actual.length ?? 0 };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** Empirical quantiles around each mean: never below zero, never falling as the level rises. */
export function quantilesAround(
  values: readonly number[],
  { z, level, growth, tested }: Spread,
  levels: readonly number[],
): Record<string, number[]> {
  const quantiles: Record<string, number[]> = {};
  for (const quantile of levels) {
    const at = quantileOf(z, quantile);
    quantiles[String(quantile)] = values.map((value, index) => {
      const widen = Math.sqrt(1 + Math.max(0, index + 1 - tested) * growth);
      return Math.max(0, value + Math.sqrt(value * level) * at * widen);
    });
  }
  return quantiles;
}
