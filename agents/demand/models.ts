/** The models: each takes what was observed and returns the mean of every period ahead, never negative. */
import { exponentialSmoothing } from './ets.ts';
import { capOutliers, filled, mean } from './series.ts';
import type { Frequency } from './types.ts';

export interface ModelInput {
  /** NaN where demand could not show. */
  train: readonly number[];
  horizon: number;
  frequency: Frequency;
  naiveSeason: number;
  /** Expected share of the period at an index, observed or ahead; mean about 1. */
  exposure: (index: number) => number;
  /** Periods of the year's season for exponential smoothing, 1 for none. */
  yearSeason: number;
}

export type ModelName = 'seasonal-naive' | 'level' | 'ets' | 'blend';

/** Older data says little of the level of today and costs time: five years of days, ten of weeks and months. */
const MEMORY: Record<Frequency, number> = { D: 1826, W: 522, M: 120 };

/** Smoothing weights tried by the level model, slow to fast, by frequency. */
const ALPHAS: Record<Frequency, readonly number[]> = {
  D: [0.02, 0.05, 0.1],
  W: [0.05, 0.1, 0.2, 0.4, 0.8],
  M: [0.05, 0.1, 0.2, 0.4, 0.8],
};

/** The last season repeated; a period not observed is looked up a season earlier. */
function seasonalNaive({ train, horizon, naiveSeason }: ModelInput): number[] {
  const fallback = mean(train) || 0;
  const season = Array.from({ length: naiveSeason }, (_, index) => {
    for (let at = train.length - naiveSeason + index; at >= 0; at -= naiveSeason) {
      const value = train[at]!;
      if (!Number.isNaN(value)) return value;
    }
    return fallback;
  });
  return Array.from({ length: horizon }, (_, index) => season[index % naiveSeason]!);
}

/**
 * Level × exposure: units and exposure are smoothed apart and divided, so periods without trade or without
 * stock neither raise nor lower the level. The weight is the one with the least squared one-step error.
 */
function smoothedLevel(input: ModelInput): number[] {
  const { train, horizon, frequency, exposure } = input;
  const y = frequency === 'D' ? capOutliers(train) : train;
  let best = { error: Number.POSITIVE_INFINITY, level: 0 };
  for (const alpha of ALPHAS[frequency]) {
    const { error, level } = smooth(y, exposure, alpha);
    if (error < best.error) best = { error, level };
  }
  return Array.from({ length: horizon }, (_, index) => best.level * exposure(train.length + index));
}

function smooth(y: readonly number[], exposure: (index: number) => number, alpha: number) {
  let units = 0;
  let weight = 0;
  let error = 0;
  y.forEach((value, index) => {
    const share = exposure(index);
    if (Number.isNaN(value)) return;
    if (weight > 0) error += (value - (units / weight) * share) ** 2;
    units = units * (1 - alpha) + value;
    weight = weight * (1 - alpha) + share;
  });
  return { error, level: weight > 0 ? units / weight : 0 };
}

/** Exponential smoothing of weeks (days are summed up and spread again by exposure), or of the periods as they are. */
function smoothing(input: ModelInput): number[] | null {
  const { train, horizon, frequency, exposure, yearSeason } = input;
  if (frequency !== 'D') return exponentialSmoothing(filled(train), horizon, yearSeason);
  const weeks = weeklyLevels(capOutliers(train), exposure);
  const point = exponentialSmoothing(weeks, Math.ceil(horizon / 7), yearSeason);
  return (
    point &&
    Array.from(
      { length: horizon },
      (_, index) => point[Math.floor(index / 7)]! * exposure(train.length + index),
    )
  );
}

/** Units by exposure of whole weeks, counted back from the end; a week hardly observed takes its neighbour's. */
function weeklyLevels(y: readonly number[], exposure: (index: number) => number): number[] {
  const levels: number[] = [];
  for (let from = y.length - 7; from >= 0; from -= 7) {
    let units = 0;
    let share = 0;
    for (let index = from; index < from + 7; index += 1) {
      if (Number.isNaN(y[index]!)) continue;
      units += y[index]!;
      share += exposure(index);
    }
    levels.push(share >= 2 ? units / share : Number.NaN);
  }
  return filled(levels.reverse());
}

/** All models that can be fitted, in the order they are preferred in when equally good. */
export function fitAll(input: ModelInput): Map<ModelName, number[]> {
  const memory = MEMORY[input.frequency];
  const skip = Math.max(0, input.train.length - memory);
  const recent: ModelInput =
    skip === 0
      ? input
      : {
          ...input,
          train: input.train.slice(skip),
          exposure: (index) => input.exposure(index + skip),
        };
  const level = smoothedLevel(recent);
  const ets = smoothing(recent);
  const fitted = new Map<ModelName, number[]>();
  if (ets)
    fitted.set(
      'blend',
      level.map((value, index) => (value + ets[index]!) / 2),
    );
  fitted.set('level', level);
  if (ets) fitted.set('ets', ets);
  fitted.set('seasonal-naive', seasonalNaive(recent));
  return fitted;
}
