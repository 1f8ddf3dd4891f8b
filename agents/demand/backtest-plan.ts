/** Which stretches of a series a model is tried on: up to three, each forecast from what came before it. */
import type { Frequency } from './types.ts';

export const FOLDS = 3;
/** Days of one test stretch: four weeks hold each weekday four times. */
export const DAILY_TEST = 28;

/** Periods of one test, of the shortest history a model may be tried with, and of the season of the naive one. */
const PLAN: Record<Frequency, { test: number; train: number; naiveSeason: number }> = {
  D: { test: DAILY_TEST, train: 28, naiveSeason: 7 },
  // Weekly seasons of a year are left to the models: repeating last year's week is the weaker yardstick (M4).
  W: { test: 13, train: 12, naiveSeason: 1 },
  M: { test: 6, train: 12, naiveSeason: 12 },
};

export interface BacktestPlan {
  test: number;
  /** Ascending; empty where the series is too short to try anything on. */
  origins: number[];
  naiveSeason: number;
}

export function planBacktest(length: number, frequency: Frequency): BacktestPlan {
  const { test: full, train, naiveSeason } = PLAN[frequency];
  const test = Math.min(full, Math.floor(length / 4));
  const season = length >= 2 * naiveSeason ? naiveSeason : 1;
  const folds = test < 1 ? 0 : Math.max(0, Math.min(FOLDS, Math.floor((length - train) / test)));
  const origins = Array.from({ length: folds }, (_, index) => length - test * (folds - index));
  return { test, origins, naiveSeason: season };
}
