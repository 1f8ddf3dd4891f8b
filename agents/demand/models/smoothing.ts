/** Exponential smoothing of weeks or of the periods as they are, with the year's season where it is known. */
import { exponentialSmoothing } from './ets.ts';
import type { ModelInput } from './model.ts';
import { type Fitted, withoutSeason } from './season.ts';
import { byWeeks } from './weeks.ts';

/**
 * A year's season is told in two ways, one that moves and adds (MSTL), one that lasts and multiplies (classical), and taken by
 * their mean: neither is the better one of most series.
 */
export function smoothing(input: ModelInput): number[] | null {
  const { yearSeason } = input;
  const plain: Fitted = (y, horizon) => exponentialSmoothing(y, horizon, 1);
  if (yearSeason === 1) return byWeeks(input, plain);
  return byWeeks(input, (y, horizon) => {
    const moving = exponentialSmoothing(y, horizon, yearSeason);
    const lasting = withoutSeason(yearSeason, plain)(y, horizon);
    return moving && lasting
      ? moving.map((value, index) => (value + lasting[index]!) / 2)
      : (moving ?? lasting);
  });
}
