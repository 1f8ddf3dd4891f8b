/** What a forecast rests on, in a sentence or three for a person. */
import { counted } from '../../shared/counted.ts';
import type { ModelName } from './models/names.ts';
import { mean } from './series.ts';
import { periodOf } from './store-shape.ts';
import type { BacktestFold, DemandPool, DemandSeries, HolidayEffect, Method, ModelRecord } from './types.ts';
import { yearFactors } from './year/profile.ts';

const FOLLOWS: Record<ModelName, string> = {
  'seasonal-naive': 'repeats the last season',
  level: 'follows a smoothed level',
  'fast-level': 'follows the last weeks',
  'cautious-level': 'follows the last weeks and takes large sales for ordinary ones',
  theta: 'follows the level with half its trend',
  ets: 'follows the level and its trend',
  croston: 'expects sales as large and as often as the last ones',
  sba: 'expects sales as large and as often as the last ones',
  tsb: 'expects sales as large as the last ones, less often the longer none came',
  share: 'follows what the whole store sells',
  'cautious-share': 'follows what the whole store sells and takes large sales for ordinary ones',
};
const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
/** A weekday so much above the mean is worth a word. */
const STRONG = 1.25;

/** A time of the year so much unlike the one before it is worth a word, and a holiday so much unlike other days. */
const UNLIKE = 0.1;
const SHOWN_HOLIDAYS = 3;

export function explainMean(series: DemandSeries): string {
  const { length } = series.y;
  return `Only ${counted(length, 'period')} of history: their mean is carried on.`;
}

interface Choice {
  series: DemandSeries;
  method: Method;
  members: readonly ModelName[];
  /** Whether its own past told one model from another. */
  compared: boolean;
  folds: readonly BacktestFold[];
  mase: number | null;
  naiveMase: number | null;
  /** Of series like it. */
  record: ModelRecord | undefined;
  pool: DemandPool;
  horizon: number;
}

export function explainChoice(choice: Choice): string {
  const { series, method, members, compared, pool, horizon } = choice;
  if (method === 'seasonal-naive')
    return `No model beats repeating the last season ${groundOf(choice)}. ${errorOf(choice)}`;
  const ways = [...new Set(members.map((name) => FOLLOWS[name]))];
  const what =
    ways.length === 1 ? ways[0]! : `takes the middle of ${ways.length} views: it ${ways.join('; ')}`;
  const why = compared
    ? `as does best ${groundOf(choice)}`
    : 'since its own past does not tell which model is best';
  const parts = [`It ${what}, ${why}. ${errorOf(choice)}`];
  const best = Math.max(...pool.now.weekday);
  if (series.frequency === 'D' && best >= STRONG)
    parts.push(`${WEEKDAYS[pool.now.weekday.indexOf(best)]} sell ${best.toFixed(1)} times an average day.`);
  const year = explainYear(series, pool, horizon);
  if (year) parts.push(year);
  const holidays = explainHolidays(series, pool.now.holidays, horizon);
  if (holidays) parts.push(holidays);
  const unknown = series.y.filter((value) => value === null).length;
  if (unknown > 0) parts.push(`${counted(unknown, 'period')} without stock or trade left out.`);
  return parts.join(' ');
}

/** Whose past the choice rests on: the series' own, that of series like it, or both. */
function groundOf({ folds, record }: Choice): string {
  const own = `in ${counted(testsOf(folds), 'test')} on its past`;
  if (!record || record.series < 2) return own;
  const others = `on ${record.series} series like it`;
  return record.ownWeight > 0 ? `${others} and ${own}` : others;
}

function errorOf({ folds, mase, naiveMase }: Choice): string {
  if (testsOf(folds) === 0) return 'Its own past could not be tested.';
  if (mase === null || naiveMase === null) return 'Its past changes too little to measure errors by.';
  if (naiveMase === 0) return 'On its past, repeating the last season was never off.';
  const percent = Math.round((mase / naiveMase - 1) * 100);
  if (percent === 0) return 'On its past it was off as much as repeating the last season.';
  return `On its past it was off by ${Math.abs(percent)}% ${percent < 0 ? 'less' : 'more'} than repeating the last season.`;
}

function testsOf(folds: readonly BacktestFold[]): number {
  return folds.filter(({ periods }) => periods > 0).length;
}

/** What is ahead beside as long a time before it, by the year that the store has. */
function explainYear(
  { frequency, start, y }: DemandSeries,
  pool: DemandPool,
  horizon: number,
): string | null {
  const year = yearFactors(pool.now.years.find((one) => one.frequency === frequency));
  const end = periodOf(start, frequency) + y.length;
  const over = (from: number): number =>
    mean(Array.from({ length: horizon }, (_, index) => year(from + index)));
  const more = over(end) / over(end - horizon) - 1;
  if (Math.abs(more) < UNLIKE) return null;
  const percent = Math.round(Math.abs(more) * 100);
  return `At this time of the year the store goes on to sell ${percent}% ${more < 0 ? 'less' : 'more'}.`;
}

/** Of the days that are forecast. */
function explainHolidays(
  { frequency, start, y }: DemandSeries,
  effects: readonly HolidayEffect[],
  horizon: number,
): string | null {
  const first = start + y.length;
  const ahead = effects
    .filter(({ days }) => frequency === 'D' && days.some((day) => day >= first && day < first + horizon))
    .filter(({ factor }) => Math.abs(factor - 1) >= UNLIKE)
    .sort((a, b) => Math.abs(b.factor - 1) - Math.abs(a.factor - 1))
    .slice(0, SHOWN_HOLIDAYS)
    .map(({ name, factor }) => {
      const percent = Math.round(Math.abs(factor - 1) * 100);
      return `${percent}% ${factor < 1 ? 'less' : 'more'} on ${name}`;
    });
  return ahead.length === 0 ? null : `The store sells ${ahead.join(', ')}.`;
}
