/** What many series know together: their week, year and holidays, their store's sales, and which models do well. */
import type { Day } from '../../shared/time.ts';
import { FOLDS, TEST } from './backtest-plan.ts';
import { publicHolidays } from './holidays/calendar.ts';
import { holidayEffects, holidayFactors } from './holidays/effects.ts';
import { recordsOf } from './record.ts';
import { fromFirstSeen } from './series.ts';
import { likeForLike, weekProfile } from './store-shape.ts';
import type {
  DemandPool,
  DemandSeries,
  Frequency,
  Holiday,
  HolidayEffect,
  PoolInput,
  StoreTimes,
} from './types.ts';
import { yearOf } from './year/worth.ts';

/** Days after its series in which a pool may be asked for: the longest horizon, and the weeks that it is kept. */
const FURTHEST = 730 + 31;
/** So much more lost may be a backtest's noise: it may be of a time in which the year does nothing. */
const NO_WORSE = 1.01;
const FREQUENCIES: readonly Frequency[] = ['D', 'W', 'M'];

/**
 * The result does not depend on the order of the series. `calendar`: holidays from the first day of the series to the last
 * that will be forecast; none where the country is not known.
 */
export function poolOf(given: readonly DemandSeries[], calendar: readonly Holiday[] = []): DemandPool {
  const series = given.map(fromFirstSeen);
  const pool: DemandPool = {
    now: timesOf(series, calendar, 0),
    before: timesOf(series, calendar, FOLDS * TEST.D),
    store: [],
    records: {},
  };
  return FREQUENCIES.reduce((known, frequency) => {
    const ours = series.filter((one) => one.frequency === frequency);
    return ours.length === 0 ? known : withFrequency(known, ours, frequency);
  }, pool);
}

/** The same, with the holidays of the store's country looked up. */
export async function poolWithHolidays({ series, country }: PoolInput): Promise<DemandPool> {
  const daily = series.filter(({ frequency, y }) => frequency === 'D' && y.length > 0);
  if (country === null || daily.length === 0) return poolOf(series);
  const from = Math.min(...daily.map(({ start }) => start));
  const to = Math.max(...daily.map(({ start, y }) => start + y.length)) + FURTHEST;
  return poolOf(series, await publicHolidays(country, from, to));
}

/** `withoutLast`: days at the end that must not be known yet. */
function timesOf(
  series: readonly DemandSeries[],
  calendar: readonly Holiday[],
  withoutLast: number,
): StoreTimes {
  const holidays = holidayEffects(series, calendar, withoutLast);
  return { weekday: weekProfile(series, withoutLast, daysOf(holidays)), holidays, years: [] };
}

/**
 * With the store's sales and the records of one frequency, and with its year where that helped before the backtest, unless
 * what is chosen is worse in the backtest with it.
 */
function withFrequency(known: DemandPool, series: readonly DemandSeries[], frequency: Frequency): DemandPool {
  const store = likeForLike(series, frequency);
  const pool = store ? { ...known, store: [...known.store, store] } : known;
  const learned = recordsOf(series, frequency, pool);
  const plain = { ...pool, records: { ...pool.records, ...learned.records } };
  const { now, before } = pool;
  const year = yearOf(series, {
    frequency,
    tested: FOLDS * TEST[frequency],
    weekday: before.weekday,
    holidays: { now: holidayFactors(now.holidays), before: holidayFactors(before.holidays) },
  });
  if (!year) return plain;
  const yearly = {
    ...pool,
    now: { ...now, years: [...now.years, year.now] },
    before: { ...before, years: [...before.years, year.before] },
  };
  const having = recordsOf(series, frequency, yearly);
  return having.lost <= learned.lost * NO_WORSE
    ? { ...yearly, records: { ...pool.records, ...having.records } }
    : plain;
}

function daysOf(effects: readonly HolidayEffect[]): Set<Day> {
  return new Set(effects.flatMap(({ days }) => days));
}
