/** What a model is given and what it is: a pure function from what was observed to the mean of every period ahead. */
import type { Frequency } from '../types.ts';

export interface ModelInput {
  /** NaN where demand could not show. */
  train: readonly number[];
  horizon: number;
  frequency: Frequency;
  naiveSeason: number;
  /** Expected share of the period at an index, observed or ahead; mean about 1. */
  exposure: (index: number) => number;
  /** Factor of what the store sells at an index by its part of the year; 1 where the year does not show. */
  year: (index: number) => number;
  /** Periods of the year's season, 1 for none. */
  yearSeason: number;
  /** Units of the whole store at an index, outliers capped; null where the store is not known then. */
  store: (index: number) => number | null;
}

/** Units by period ahead, never negative; null where it can't be fitted. */
export type Model = (input: ModelInput) => number[] | null;

/** A level carried on: shared out to the periods ahead by their exposure. */
export function carriedOn({ train, horizon, exposure }: ModelInput, level: number): number[] {
  return Array.from({ length: horizon }, (_, index) => Math.max(0, level * exposure(train.length + index)));
}
