/** What all series of a store share, as far as a fit may know it. */
import type { Day } from '../../shared/time.ts';
import { holidayFactors } from './holidays/effects.ts';
import type { DemandPool, Frequency, StoreTurn } from './types.ts';
import { yearFactors } from './year/profile.ts';

export interface Shape {
  weekday: readonly number[];
  /** Factor of a day: 1 but on holidays. */
  holiday: (day: Day) => number;
  /** Factor of a period (of StoreSales) by its part of the year. */
  year: (period: number) => number;
  store: StoreTurn | null;
}

/** As a backtest may know it, and as the forecast does. */
export function shapeOf(pool: DemandPool, frequency: Frequency, when: 'before' | 'now'): Shape {
  const { weekday, holidays, years } = pool[when];
  return {
    weekday,
    holiday: holidayFactors(holidays),
    year: yearFactors(years.find((one) => one.frequency === frequency)),
    store: pool.store.find((one) => one.frequency === frequency) ?? null,
  };
}
