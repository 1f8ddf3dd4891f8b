/** What public holidays do to a store's sales, learned from those that it has seen, and whether knowing it would have helped. */
import type { Day } from '../../../shared/time.ts';
import { mean, observed } from '../series.ts';
import { storeSales, weekdayIndex, weekProfile } from '../store-shape.ts';
import type { DemandSeries, Holiday, HolidayEffect } from '../types.ts';

/** Days on each side of a holiday that tell what it would have sold as any other day: each weekday twice. */
const AROUND = 14;
/** With fewer of those known nothing is told. */
const ENOUGH_AROUND = 14;
/** Holidays that must have been forecast from earlier ones of their name: fewer may have gone well by luck. */
const ENOUGH_TESTS = 3;

/** The store's days, as the daily series add up. */
interface StoreDays {
  start: Day;
  /** 0 where no series shows anything: on such a holiday the store does not trade. */
  units: readonly number[];
  /** Whether any series shows anything. */
  known: readonly boolean[];
  week: readonly number[];
  names: ReadonlyMap<Day, string>;
}

/**
 * Factors by holiday on what such a day sells otherwise, each shrunk towards 1 by Bühlmann's credibility: n / (n + k) for
 * n seen, k the variance of ordinary days around what is expected of them over that of holidays beyond it. None where
 * forecasts of the store's past holidays, each from what was known before, are not better with than without by squared and
 * by absolute error. `withoutLast`: days at the end that must not be known yet. The order of the series does not matter.
 */
export function holidayEffects(
  series: readonly DemandSeries[],
  calendar: readonly Holiday[],
  withoutLast: number,
): HolidayEffect[] {
  if (calendar.length === 0) return [];
  const days = storeDays(series, calendar, withoutLast);
  if (!days) return [];
  const end = days.start + days.units.length;
  const effects = effectsBefore(days, end);
  if (effects.size === 0 || !helped(days)) return [];
  return [...effects].map(([name, effect]) => ({
    name,
    ...effect,
    days: calendar.flatMap((one) => (one.name === name ? [one.day] : [])),
  }));
}

/** By day, of all effects; 1 on any other day. */
export function holidayFactors(effects: readonly HolidayEffect[]): (day: Day) => number {
  const factors = new Map(effects.flatMap(({ days, factor }) => days.map((day) => [day, factor] as const)));
  return factors.size === 0 ? () => 1 : (day) => factors.get(day) ?? 1;
}

function storeDays(
  series: readonly DemandSeries[],
  calendar: readonly Holiday[],
  withoutLast: number,
): StoreDays | null {
  const daily = series.filter(({ frequency }) => frequency === 'D');
  const end = Math.max(...daily.map(({ start, y }) => start + y.length)) - withoutLast;
  const before = daily.map((one) => ({ ...one, y: one.y.slice(0, Math.max(0, end - one.start)) }));
  const sales = storeSales(before, 'D');
  if (!sales) return null;
  const known = new Array<boolean>(sales.units.length).fill(false);
  for (const { start, y } of before)
    observed(y).forEach((value, index) => {
      if (!Number.isNaN(value)) known[start - sales.start + index] = true;
    });
  const names = new Map(calendar.map(({ day, name }) => [day, name]));
  const week = weekProfile(before, 0, new Set(names.keys()));
  return { start: sales.start, units: sales.units, known, week, names };
}

/** From the days before one only. */
function effectsBefore(days: StoreDays, end: Day): Map<string, { factor: number; seen: number }> {
  const seen = new Map<string, number[]>();
  const ordinary: number[] = [];
  for (let day = days.start; day < end; day += 1) {
    const ratio = ratioOf(days, day, { from: day - AROUND, to: Math.min(end - 1, day + AROUND) });
    if (ratio === null) continue;
    const name = days.names.get(day);
    if (name !== undefined) seen.set(name, [...(seen.get(name) ?? []), ratio]);
    // An ordinary day that shows nothing is no noise: the store was shut, or not recorded.
    else if (days.known[day - days.start]) ordinary.push((ratio - 1) ** 2);
  }
  const noise = mean(ordinary);
  const beyond = mean([...seen.values()].flat().map((ratio) => (ratio - 1) ** 2)) - noise;
  if (!(beyond > 0)) return new Map();
  const shrink = noise / beyond;
  return new Map(
    [...seen].map(([name, ratios]) => {
      const sum = ratios.reduce((a, b) => a + b, 0);
      return [name, { factor: (sum + shrink) / (ratios.length + shrink), seen: ratios.length }];
    }),
  );
}

/** What a day sold over what the days of a window around it make one expect; null where they tell nothing. */
function ratioOf(days: StoreDays, day: Day, { from, to }: { from: Day; to: Day }): number | null {
  const { start, units, known, week, names } = days;
  const usual = week[weekdayIndex(day)]!;
  if (!(usual > 0)) return null;
  let sold = 0;
  let exposed = 0;
  let count = 0;
  for (let other = Math.max(start, from); other <= to; other += 1) {
    if (other === day || names.has(other) || !known[other - start]) continue;
    const share = week[weekdayIndex(other)]!;
    if (share <= 0) continue;
    sold += units[other - start]!;
    exposed += share;
    count += 1;
  }
  return count >= ENOUGH_AROUND && sold > 0 ? units[day - start]! / ((sold / exposed) * usual) : null;
}

/** Each past holiday forecast from the four weeks before it, with and without what was known of its name by then. */
function helped(days: StoreDays): boolean {
  const lost = { tests: 0, absolute: 0, squared: 0 };
  for (let day = days.start; day < days.start + days.units.length; day += 1) {
    const name = days.names.get(day);
    if (name === undefined) continue;
    const effect = effectsBefore(days, day).get(name);
    const ratio = ratioOf(days, day, { from: day - 2 * AROUND, to: day - 1 });
    if (effect === undefined || ratio === null) continue;
    lost.tests += 1;
    lost.absolute += Math.abs(ratio - effect.factor) - Math.abs(ratio - 1);
    lost.squared += (ratio - effect.factor) ** 2 - (ratio - 1) ** 2;
  }
  return lost.tests >= ENOUGH_TESTS && lost.absolute < 0 && lost.squared < 0;
}
