/** Which stretches of a series a model is tried on: up to three, each forecast from what came before it. */
import type { Frequency } from './types.ts';

export const FOLDS = 3;
/** Periods of one test stretch: four weeks hold each weekday four times. */
export const TEST: Record<Frequency, number> = { D: 28, W: 13, M: 6 };

/** Periods of the shortest history a model may be tried with, and of the season of the naive one. */
const PLAN: Record<Frequency, { train: number; naiveSeason: number }> = {
  D: { train: 28, naiveSeason: 7 },
  // Weekly seasons of a year are left to the models: repeating last year's week is the weaker yardstick (M4).
  W: { train: 12, naiveSeason: 1 },
  M: { train: 12, naiveSeason: 12 },
};

export interface BacktestPlan {
  test: number;
  /** Ascending; empty where the series is too short to try anything on. */
  origins: number[];
  naiveSeason: number;
}

export function planBacktest(length: number, frequency: Frequency): BacktestPlan {
  const { train, naiveSeason } = PLAN[frequency];
  const test = Math.min(TEST[frequency], Math.floor(length / 4));
  const season = length >= 2 * naiveSeason ? naiveSeason : 1;
  const folds = test < 1 ? 0 : Math.max(0, Math.min(FOLDS, Math.floor((length - train) / test)));
  const origins = Array.from({ length: folds }, (_, index) => length - test * (folds - index));
  return { test, origins, naiveSeason: season };
}
