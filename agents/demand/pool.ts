/** What many series know together: their week, their store's sales, and which models do well on series of a kind. */
import type { Day } from '../../shared/time.ts';
import { backtest, type Shape, type Trial } from './backtest.ts';
import { DAILY_TEST, FOLDS, planBacktest } from './backtest-plan.ts';
import {
  ALONE,
  choose,
  combined,
  type Losses,
  lossesOf,
  lossOf,
  rhythmOf,
  type Scale,
  scaleOf,
} from './choice.ts';
import { publicHolidays } from './holidays/calendar.ts';
import { holidayEffects, holidayFactors } from './holidays/effects.ts';
import { MODELS, type ModelName } from './models/models.ts';
import { mean, observed } from './series.ts';
import { AS_TESTED, calibrate, errorsOf, type Stretched, stretchOf } from './spread.ts';
import { storeSales, weekProfile } from './store-shape.ts';
import type {
  DemandPool,
  DemandSeries,
  Frequency,
  Holiday,
  HolidayEffect,
  ModelRecord,
  PoolInput,
  Rhythm,
} from './types.ts';

/** Series of one kind that are tried for its record: more change it little and cost time. */
const SAMPLE = 300;
/** Fewer say nothing of how wide quantiles should be. */
const ENOUGH_SERIES = 10;
/** Days after its series in which a pool may be asked for: the longest horizon, and the weeks that it is kept. */
const FURTHEST = 730 + 31;
/** Tried for how much a series' own tests count, and how many models are taken together. */
const OWN_WEIGHTS = [0, 0.1, 0.25, 0.5, 1];
const TOGETHER = [
  { most: 1, within: 1 },
  { most: 3, within: 1.05 },
  { most: 2, within: 1.25 },
  { most: 3, within: 1.25 },
  { most: 5, within: 1.5 },
];

/**
 * The result does not depend on the order of the series. `calendar`: holidays from the first day of the series to the last
 * that will be forecast; none where the country is not known.
 */
export function poolOf(series: readonly DemandSeries[], calendar: readonly Holiday[] = []): DemandPool {
  const frequencies = [...new Set(series.map((one) => one.frequency))].sort();
  const holidays = holidayEffects(series, calendar, 0);
  const holidaysBefore = holidayEffects(series, calendar, FOLDS * DAILY_TEST);
  const pool: DemandPool = {
    weekday: weekProfile(series, 0, daysOf(holidays)),
    weekdayBefore: weekProfile(series, FOLDS * DAILY_TEST, daysOf(holidaysBefore)),
    holidays,
    holidaysBefore,
    store: frequencies.flatMap((frequency) => storeSales(series, frequency) ?? []),
    records: {},
  };
  for (const [kind, ours] of byKind(series)) {
    const record = recordOf(sampleOf(ours), pool);
    if (record) pool.records[kind] = record;
  }
  return pool;
}

/** The same, with the holidays of the store's country looked up. */
export async function poolWithHolidays({ series, country }: PoolInput): Promise<DemandPool> {
  const daily = series.filter(({ frequency, y }) => frequency === 'D' && y.length > 0);
  if (country === null || daily.length === 0) return poolOf(series);
  const from = Math.min(...daily.map(({ start }) => start));
  const to = Math.max(...daily.map(({ start, y }) => start + y.length)) + FURTHEST;
  return poolOf(series, await publicHolidays(country, from, to));
}

function daysOf(effects: readonly HolidayEffect[]): Set<Day> {
  return new Set(effects.flatMap(({ days }) => days));
}

export function kindOf(frequency: Frequency, y: readonly number[]): string {
  return `${frequency} ${rhythmOf(y)}`;
}

/** As a backtest may know it, and as the forecast does. */
export function shapeOf(pool: DemandPool, frequency: Frequency, when: 'before' | 'now'): Shape {
  return {
    weekday: when === 'before' ? pool.weekdayBefore : pool.weekday,
    holiday: holidayFactors(when === 'before' ? pool.holidaysBefore : pool.holidays),
    store: pool.store.find((one) => one.frequency === frequency) ?? null,
  };
}

function byKind(series: readonly DemandSeries[]): Map<string, DemandSeries[]> {
  const kinds = new Map<string, DemandSeries[]>();
  for (const one of series) {
    const kind = kindOf(one.frequency, observed(one.y));
    const ours = kinds.get(kind);
    if (ours) ours.push(one);
    else kinds.set(kind, [one]);
  }
  return kinds;
}

function sampleOf(series: readonly DemandSeries[]): DemandSeries[] {
  const sorted = [...series].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const step = Math.max(1, sorted.length / SAMPLE);
  return Array.from(
    { length: Math.min(SAMPLE, sorted.length) },
    (_, index) => sorted[Math.floor(index * step)]!,
  );
}

interface Tried {
  trials: Trial[];
  /** Of each trial alone. */
  losses: Losses[];
  scale: Scale;
  rhythm: Rhythm;
}

function recordOf(series: readonly DemandSeries[], pool: DemandPool): ModelRecord | null {
  const tried = series.flatMap((one): Tried[] => {
    const y = observed(one.y);
    const plan = planBacktest(y.length, one.frequency);
    if (plan.origins.length === 0) return [];
    const trials = backtest(one, y, plan, shapeOf(pool, one.frequency, 'before'));
    const scale = scaleOf(y.slice(0, plan.origins[0]), plan.naiveSeason);
    const rhythm = rhythmOf(y);
    const losses = trials.map((trial) => lossesOf([trial], scale, rhythm));
    return losses.every((loss) => loss.size > 0) ? [{ trials, losses, scale, rhythm }] : [];
  });
  if (tried.length === 0) return null;
  const all = tried.flatMap(({ losses }) => losses);
  const names = (Object.keys(MODELS) as ModelName[]).filter((name) => all.every((loss) => loss.has(name)));
  const loss = Object.fromEntries(names.map((name) => [name, mean(all.map((one) => one.get(name)!))]));
  const way = bestWay(tried, loss);
  const record = { series: tried.length, loss, ...way, errors: [], ...AS_TESTED };
  if (tried.length < ENOUGH_SERIES) return record;
  const stretched = tried.map(({ trials, losses }) =>
    stretchedOf(trials, choose(meanOf(losses), { loss, ...way })),
  );
  const errors = errorsOf(stretched);
  return { ...record, errors, ...calibrate(stretched, errors) };
}

/** What would have done best: each test forecast with what the series' other tests and all others' record say. */
function bestWay(
  tried: readonly Tried[],
  loss: ModelRecord['loss'],
): Pick<ModelRecord, 'ownWeight' | 'together'> {
  const judged = tried.filter(({ trials }) => trials.length > 1);
  if (judged.length < ENOUGH_SERIES) return { ownWeight: 0.25, together: ALONE.together };
  let best = { ownWeight: 0, together: ALONE.together, loss: Number.POSITIVE_INFINITY };
  for (const ownWeight of OWN_WEIGHTS)
    for (const together of TOGETHER) {
      const losses = judged.flatMap(({ trials, losses: known, scale, rhythm }) =>
        trials.map(({ actual, fitted }, index) => {
          const own = meanOf(known.filter((_, other) => other !== index));
          const members = choose(own, { loss, ownWeight, together });
          return lossOf(actual, combined(fitted, members), scale, rhythm);
        }),
      );
      const found = mean(losses);
      if (found < best.loss) best = { ownWeight, together, loss: found };
    }
  const { ownWeight, together } = best;
  return { ownWeight, together };
}

function meanOf(losses: readonly Losses[]): Losses {
  const names = [...(losses[0]?.keys() ?? [])].filter((name) => losses.every((loss) => loss.has(name)));
  return new Map(names.map((name) => [name, mean(losses.map((loss) => loss.get(name)!))]));
}

/** What the chosen models said of each trial, beside what came. */
export function stretchedOf(trials: readonly Trial[], members: readonly ModelName[]): Stretched[] {
  return trials.map(({ actual, fitted }) => ({
    actual,
    ...stretchOf(combined(fitted, members), fitted.get('level')!),
  }));
}
