/** Exponential smoothing of weeks or of the periods as they are, with the year's season where it is known. */
import { exponentialSmoothing } from './ets.ts';
import type { ModelInput } from './model.ts';
import { byWeeks } from './weeks.ts';

export function smoothing(input: ModelInput): number[] | null {
  return byWeeks(input, (y, horizon) => exponentialSmoothing(y, horizon, input.yearSeason));
}
