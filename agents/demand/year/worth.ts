/** Whether a store's year shows so clearly that forecasts are better with it, and how strongly it is best taken. */
import type { Day } from '../../../shared/time.ts';
import { inputAt } from '../backtest.ts';
import { planBacktest, TEST } from '../backtest-plan.ts';
import { errorsIn, scaleOf } from '../choice.ts';
import { fitAll } from '../models/models.ts';
import { sampleOf } from '../sample.ts';
import { observed } from '../series.ts';
import { periodOf } from '../store-shape.ts';
import type { DemandSeries, Frequency, YearShape } from '../types.ts';
import { PERIODS, type YearSales, yearFactors, yearProfile, yearSales } from './profile.ts';

/** Fewer stretches may have been told well by luck. */
const ENOUGH_TESTS = 3;
/** The newest are tried: a year of days, three of weeks. */
const MOST_TESTS = 13;
/** Factors to the power of these. */
const STRENGTHS = [0.5, 1];

interface Asked {
  frequency: Frequency;
  /** Periods at the end that the backtest is of. */
  tested: number;
  /** Shares of the week that days are divided by. */
  weekday: readonly number[];
  /** Factors of holidays as all days tell them, and as those before the backtest do. */
  holidays: { now: (day: Day) => number; before: (day: Day) => number };
}

/**
 * The year that series of one frequency share, as all periods tell it and as those before the backtest do. null where the
 * store was not seen in two years for a while before the backtest, or where knowing the year did not help in that time. The
 * order of the series does not matter.
 */
export function yearOf(
  series: readonly DemandSeries[],
  asked: Asked,
): { now: YearShape; before: YearShape } | null {
  const { frequency, tested, weekday, holidays } = asked;
  const sales = yearSales(series, frequency);
  if (!sales) return null;
  const earlier = yearSales(before(series, tested), frequency);
  if (!earlier) return null;
  const whole = yearProfile(sales, weekday, holidays.now);
  const known = yearProfile(earlier, weekday, holidays.before);
  const strength = whole && known ? strengthOf(sampleOf(series), earlier, asked) : null;
  return strength === null ? null : { now: taken(whole!, strength), before: taken(known!, strength) };
}

/** Each without the periods at its end that the backtest is of. */
function before(series: readonly DemandSeries[], tested: number): DemandSeries[] {
  return series.map((one) => ({ ...one, y: one.y.slice(0, Math.max(0, one.y.length - tested)) }));
}

function until(sales: YearSales, index: number): YearSales {
  return { ...sales, units: sales.units.slice(0, index), shown: sales.shown.slice(0, index) };
}

function taken({ frequency, factors }: YearShape, strength: number): YearShape {
  return { frequency, factors: factors.map((factor) => factor ** strength) };
}

/**
 * The strength with which smoothed levels forecast best what came in stretches of a test's length that an earlier year
 * could tell of, each by what was known before it; null where none is better than without the year by absolute and by
 * squared error, or where there are too few stretches.
 */
function strengthOf(series: readonly DemandSeries[], sales: YearSales, asked: Asked): number | null {
  const test = TEST[asked.frequency];
  const without = { absolute: 0, squared: 0 };
  const having = STRENGTHS.map((strength) => ({ strength, absolute: 0, squared: 0 }));
  const first = Math.max(PERIODS[asked.frequency] + test, sales.units.length - MOST_TESTS * test);
  let tests = 0;
  for (let origin = sales.units.length - test; origin >= first; origin -= test) {
    const profile = yearProfile(until(sales, origin), asked.weekday, asked.holidays.before);
    if (!profile) continue;
    tests += 1;
    add(without, series, sales.start + origin, asked, () => 1);
    for (const one of having)
      add(one, series, sales.start + origin, asked, yearFactors(taken(profile, one.strength)));
  }
  if (tests < ENOUGH_TESTS) return null;
  const better = having
    .filter(({ absolute, squared }) => absolute < without.absolute && squared < without.squared)
    .map(({ strength, absolute, squared }) => ({
      strength,
      loss: absolute / without.absolute + squared / without.squared,
    }))
    .sort((a, b) => a.loss - b.loss);
  return better[0]?.strength ?? null;
}

/** Scaled errors of the series' levels in the stretch from a period on. */
function add(
  lost: { absolute: number; squared: number },
  series: readonly DemandSeries[],
  from: number,
  { frequency, weekday, holidays }: Asked,
  year: (period: number) => number,
): void {
  const test = TEST[frequency];
  const shape = { weekday, holiday: holidays.before, year, store: null };
  for (const one of series) {
    const y = observed(one.y);
    const origin = from - periodOf(one.start, frequency);
    const plan = planBacktest(origin, frequency);
    if (plan.origins.length === 0) continue;
    const fitted = fitAll(inputAt(one, y, plan, shape, { origin, horizon: test }), ['level']);
    const scale = scaleOf(y.slice(0, origin), plan.naiveSeason);
    const errors = errorsIn(y.slice(origin, origin + test), fitted.get('level')!, scale);
    if (!Number.isFinite(errors.absolute + errors.squared)) continue;
    lost.absolute += errors.absolute;
    lost.squared += errors.squared;
  }
}
