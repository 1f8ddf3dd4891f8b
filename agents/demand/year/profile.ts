/** What the time of the year does to all that a store sells. */
import type { Day } from '../../../shared/time.ts';
import { TEST } from '../backtest-plan.ts';
import { mean, observed } from '../series.ts';
import { periodOf, storeSales, weekdayIndex } from '../store-shape.ts';
import type { DemandSeries, Frequency, StoreSales, YearShape } from '../types.ts';

/** Parts of a year that are told apart, and the periods that it has. */
const PARTS: Record<Frequency, number> = { D: 52, W: 52, M: 12 };
export const PERIODS: Record<Frequency, number> = { D: 364, W: 52, M: 12 };
const DAYS_OF_YEAR = 365.2425;
/** What a series' best periods are taken down to: a store's best weeks are what is looked for, one wholesale order isn't. */
const CAP = 0.99;
/** A store that is closed for weeks each year may still sell something in them. */
const LEAST = 0.05;

/** What a store sold, and by period the share of it, by its products' means, that could show whether it sells. */
export interface YearSales extends StoreSales {
  shown: number[];
}

/** Of series of one frequency; null where there is one series or none. */
export function yearSales(series: readonly DemandSeries[], frequency: Frequency): YearSales | null {
  const sales = storeSales(series, frequency, CAP);
  if (!sales) return null;
  const present = new Array<number>(sales.units.length).fill(0);
  const seen = new Array<number>(sales.units.length).fill(0);
  for (const { start, y } of series) {
    const units = observed(y);
    const level = mean(units);
    if (!(level > 0)) continue;
    const at = periodOf(start, frequency) - sales.start;
    units.forEach((value, index) => {
      present[at + index] = present[at + index]! + level;
      if (!Number.isNaN(value)) seen[at + index] = seen[at + index]! + level;
    });
  }
  // Sums of numbers with fractions depend on their order in the last digits.
  const shown = seen.map((value, index) =>
    value > 0 ? Math.round((value / present[index]!) * 1e6) / 1e6 : 0,
  );
  return { ...sales, shown };
}

/**
 * Of each part what is sold over the store's trend, the mean of its years. The
 * trend is that of the periods seen in two years. null where less than a test's length was. `weekday`: shares of the week
 * that days are divided by; `holiday`: the factor of a day, which is not the year's.
 */
export function yearProfile(
  { frequency, start, units, shown }: YearSales,
  weekday: readonly number[],
  holiday: (day: Day) => number,
): YearShape | null {
  const year = PERIODS[frequency];
  if (units.length < year + TEST[frequency]) return null;
  // Each year by what could show in both.
  const earlier = sum(units.slice(0, -year).map((value, index) => value * shown[index + year]!));
  const later = sum(units.slice(year).map((value, index) => value * shown[index]!));
  if (!(earlier > 0 && later > 0)) return null;
  const growth = (later / earlier) ** (1 / year);
  const sold = new Array<number>(PARTS[frequency]).fill(0);
  const exposed = new Array<number>(PARTS[frequency]).fill(0);
  units.forEach((value, index) => {
    const part = partOf(start + index, frequency);
    sold[part] = sold[part]! + value / growth ** index;
    const strength = frequency === 'D' ? weekday[weekdayIndex(start + index)]! * holiday(start + index) : 1;
    exposed[part] = exposed[part]! + strength * shown[index]!;
  });
  const usual = sum(sold) / sum(exposed);
  // A part that was all holidays, or never shown, tells nothing.
  const levels = sold.map((value, part) => (exposed[part]! > 0 ? value / exposed[part]! : usual));
  return { frequency, factors: levels.map((level) => Math.max(LEAST, level / usual)) };
}

/** Factor of a period (of StoreSales) by its part of the year; 1 where no shape is known. */
export function yearFactors(shape: YearShape | undefined): (period: number) => number {
  if (!shape) return () => 1;
  const { frequency, factors } = shape;
  return (period) => factors[partOf(period, frequency)]!;
}

/** Of a period as StoreSales counts them: days, weeks, months since 1970. */
function partOf(period: number, frequency: Frequency): number {
  if (frequency === 'M') return ((period % 12) + 12) % 12;
  const years = (frequency === 'W' ? period * 7 + 3 : period) / DAYS_OF_YEAR;
  return Math.floor((years - Math.floor(years)) * PARTS[frequency]);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
