/** What each model would have said of stretches of the past, each from what came before it. */
import type { BacktestPlan } from './backtest-plan.ts';
import type { ModelInput } from './models/model.ts';
import { fitAll } from './models/models.ts';
import type { ModelName } from './models/names.ts';
import type { Shape } from './shape.ts';
import { periodOf, unitsAt, weekdayIndex } from './store-shape.ts';
import type { DemandSeries, Frequency } from './types.ts';

export interface Trial {
  origin: number;
  /** NaN where demand could not show. */
  actual: number[];
  fitted: Map<ModelName, number[]>;
}

const SEASON = { D: 52, W: 52, M: 12 } as const;

/** `y`: as observed() gives it; `names`: all models by default. */
export function backtest(
  series: DemandSeries,
  y: readonly number[],
  plan: BacktestPlan,
  shape: Shape,
  names?: readonly ModelName[],
): Trial[] {
  return plan.origins.map((origin) => ({
    origin,
    actual: y.slice(origin, origin + plan.test),
    fitted: fitAll(inputAt(series, y, plan, shape, { origin, horizon: plan.test }), names),
  }));
}

export function inputAt(
  series: DemandSeries,
  y: readonly number[],
  plan: BacktestPlan,
  { weekday, holiday, year, store }: Shape,
  { origin, horizon }: { origin: number; horizon: number },
): ModelInput {
  const { frequency, start } = series;
  const first = periodOf(start, frequency);
  return {
    train: y.slice(0, origin),
    horizon,
    frequency,
    naiveSeason: plan.naiveSeason,
    exposure:
      frequency === 'D' ? (index) => weekday[weekdayIndex(start + index)]! * holiday(start + index) : () => 1,
    year: (index) => year(first + index),
    yearSeason: hasYears(frequency, plan) ? SEASON[frequency] : 1,
    store: (index) => (store === null ? null : unitsAt(store, series, index)),
  };
}

/** Yearly seasons only where the earliest trial has two of them to learn from: untested, they aren't used. */
function hasYears(frequency: Frequency, plan: BacktestPlan): boolean {
  const periods = (plan.origins[0] ?? 0) / (frequency === 'D' ? 7 : 1);
  return periods >= 2 * SEASON[frequency] + 2;
}
