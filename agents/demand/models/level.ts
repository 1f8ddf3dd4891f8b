/** One level for all that is ahead, spread by exposure: smoothed, fast or slow, over outliers that are capped more or less. */
import { capOutliers } from '../series.ts';
import type { Frequency } from '../types.ts';
import { carriedOn, type ModelInput } from './model.ts';

/** Smoothing weights that are tried, slow to fast. */
const ALPHAS: Record<Frequency, readonly number[]> = {
  D: [0.02, 0.05, 0.1],
  W: [0.05, 0.1, 0.2, 0.4, 0.8],
  M: [0.05, 0.1, 0.2, 0.4, 0.8],
};
/** Those that follow fast, by about a month of days, a quarter of weeks, half a year of months. */
const FAST: Record<Frequency, number> = { D: 0.1, W: 0.2, M: 0.2 };

/** The weight with the least squared one-step error. */
export function smoothedLevel(input: ModelInput): number[] {
  const y = input.frequency === 'D' ? capOutliers(input.train, 0.95) : input.train;
  let best = { error: Number.POSITIVE_INFINITY, level: 0 };
  for (const alpha of ALPHAS[input.frequency]) {
    const tried = smooth(y, input.exposure, alpha);
    if (tried.error < best.error) best = tried;
  }
  return carriedOn(input, best.level);
}

/** Follows fast, whatever one step ahead says: of noisy sales that says little. */
export function fastLevel(input: ModelInput): number[] {
  const y = capOutliers(input.train, 0.95);
  return carriedOn(input, smooth(y, input.exposure, FAST[input.frequency]).level);
}

/** Takes a large sale for an ordinary good one: for demand whose size tells nothing of the next. */
export function cautiousLevel(input: ModelInput): number[] {
  const y = capOutliers(input.train, 0.75);
  return carriedOn(input, smooth(y, input.exposure, FAST[input.frequency]).level);
}

/**
 * Units and exposure are smoothed apart and divided, so periods without trade or without stock neither raise nor
 * lower the level. `error` is the sum of squared errors one step ahead.
 */
function smooth(y: readonly number[], exposure: (index: number) => number, alpha: number) {
  let units = 0;
  let weight = 0;
  let error = 0;
  y.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const share = exposure(index);
    if (weight > 0) error += (value - (units / weight) * share) ** 2;
    units = units * (1 - alpha) + value;
    weight = weight * (1 - alpha) + share;
  });
  return { error, level: weight > 0 ? units / weight : 0 };
}
