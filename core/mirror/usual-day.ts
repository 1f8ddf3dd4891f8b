/** Today so far beside the same weekday's usual, as running sums by local hour. */
import { type Minor, mulDiv } from '../../shared/money.ts';
import { type Day, type EpochMs, hourOf, zoneOffsetMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { DayClock } from './day-clock.ts';

/** How many earlier days of the same weekday make the usual. */
const USUAL_DAYS = 8;
const HOUR_MS = 3_600_000;

/** Sums from midnight to the end of the hour; of the last one, to now. */
export interface HourSum {
  hour: number;
  netSales: Minor;
  orders: number;
  units: number;
  /** Medians of the earlier days; null where there are none. */
  usualNetSales: Minor | null;
  usualOrders: number | null;
}

export interface TodayByHour {
  day: Day;
  /** Local hours until the running one, ascending; never empty. */
  hours: HourSum[];
  /** How many earlier days the usual rests on. */
  days: number;
}

interface Sums {
  netSales: Minor;
  orders: number;
  units: number;
}

export function usualDay(
  db: Database,
  clock: () => DayClock,
  firstDay: () => Day | null,
): (now: EpochMs) => TodayByHour {
  const hoursOf = db
    .prepare<[number, number], [number, Minor, number, number]>(
      'SELECT hour, net, orders, units FROM store_hours WHERE day = ? AND hour <= ?',
    )
    .raw();

  return (now) => {
    const { zone } = clock();
    const day = clock().dayOf(now);
    const hour = hourOf(now, zone);
    const intoHour = (now + zoneOffsetMs(now, zone)) % HOUR_MS;
    const running = (of: Day): Sums[] => {
      const sums: Sums[] = Array.from({ length: hour + 1 }, () => ({ netSales: 0, orders: 0, units: 0 }));
      for (const [at, net, orders, units] of hoursOf.iterate(of, hour)) {
        // Of an earlier day only the part of the running hour that has passed today counts.
        const part = (value: number): number =>
          at === hour && of !== day ? mulDiv(value, intoHour, HOUR_MS) : value;
        sums[at] = { netSales: part(net), orders: part(orders), units: part(units) };
      }
      for (let at = 1; at <= hour; at += 1) {
        const [before, own] = [sums[at - 1]!, sums[at]!];
        sums[at] = {
          netSales: before.netSales + own.netSales,
          orders: before.orders + own.orders,
          units: before.units + own.units,
        };
      }
      return sums;
    };
    const first = firstDay();
    const earlier: Sums[][] = [];
    for (let of = day - 7; first !== null && of >= first && earlier.length < USUAL_DAYS; of -= 7)
      earlier.push(running(of));
    const usual = (at: number, pick: (sums: Sums) => number): number | null =>
      earlier.length === 0 ? null : median(earlier.map((sums) => pick(sums[at]!)));
    return {
      day,
      hours: running(day).map((sums, at) => ({
        hour: at,
        ...sums,
        usualNetSales: usual(at, ({ netSales }) => netSales),
        usualOrders: usual(at, ({ orders }) => orders),
      })),
      days: earlier.length,
    };
  };
}

/** Of integers; the mean of the middle two is rounded half away from zero. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const high = sorted[Math.floor(sorted.length / 2)]!;
  return mulDiv(low + high, 1, 2);
}
