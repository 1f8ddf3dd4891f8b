/** What the first screen asks of the sums of days: today against usual, net sales, margin, recent orders. */
import type { VariantDay } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import { remembered } from '../../shared/remembered.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { bulkUnits, thresholdReader } from './bulk-purchases.ts';
import type { DayClock } from './day-clock.ts';
import { parseQuantities } from './day-sums.ts';
import type { DayFigures, MarginFigures, RecentOrder, TodayFigures } from './types.ts';
import { type TodayByHour, usualDay } from './usual-day.ts';

/** Fewer earlier days of the same weekday say nothing of what is usual. */
export const FEWEST_USUAL = 3;

export interface SalesQueries {
  today(now: EpochMs, pendingDays: number): TodayFigures;
  todayByHour(now: EpochMs): TodayByHour;
  salesDays(from: Day, to: Day): DayFigures[];
  margin(from: Day, to: Day): MarginFigures;
  recentOrders(limit: number): RecentOrder[];
  variantDays(from: Day, to: Day): VariantDay[];
  /** First day with an order. */
  firstDay(): Day | null;
  /** When the newest order was made that counts. */
  newestOrder(): EpochMs | null;
  /** Days with orders and how many, ascending. */
  ordersByDay(): Map<Day, number>;
}

interface StoreDayRow {
  day: Day;
  orders: number;
  gross: Minor;
  discounts: Minor;
  returns: Minor;
  taxes: Minor;
  shipping: Minor;
  tips: Minor;
  duties: Minor;
  units_sold: number;
  units_returned: number;
}

export function salesQueries(db: Database, clock: () => DayClock): SalesQueries {
  const sql = {
    first: db.prepare('SELECT min(day) FROM store_days WHERE orders > 0').pluck(),
    newest: db
      .prepare<[], EpochMs>(
        'SELECT processed_at FROM orders WHERE test = 0 ORDER BY processed_at DESC LIMIT 1',
      )
      .pluck(),
    days: db.prepare('SELECT * FROM store_days WHERE day BETWEEN ? AND ?'),
    orders: db.prepare('SELECT day, orders FROM store_days WHERE orders > 0 ORDER BY day').raw(),
    margin: db
      .prepare(
        `SELECT coalesce(sum(gross - discounts - returns), 0), coalesce(sum(known_net), 0),
           coalesce(sum(known_cost), 0) FROM store_days WHERE day BETWEEN ? AND ?`,
      )
      .raw(),
    recent: db.prepare(
      `SELECT o.id, o.name, o.processed_at AS processedAt, o.total, o.currency,
         o.financial_status AS financialStatus, o.fulfillment_status AS fulfillmentStatus,
         o.cancelled_at IS NOT NULL AS cancelled, o.country_code AS countryCode,
         (SELECT count(*) FROM order_lines l WHERE l.order_id = o.id) AS lines, o.units
       FROM orders o WHERE o.test = 0 ORDER BY o.processed_at DESC, o.id DESC LIMIT ?`,
    ),
    variantDays: db
      .prepare(
        `SELECT variant_id, day, units, restocked, lost, net, largest, lines, quantities
         FROM variant_days WHERE day BETWEEN ? AND ?`,
      )
      .raw(),
  };

  const byHour = usualDay(db, clock, () => sql.first.get() as Day | null);

  const readThreshold = thresholdReader(db);

  return {
    todayByHour: byHour,

    today(now, pendingDays) {
      const { day, hours, days } = byHour(now);
      const { hour, netSales, orders, units, usualNetSales, usualOrders } = hours.at(-1)!;
      return {
        day,
        hour,
        netSales,
        orders,
        units,
        usual:
          days < FEWEST_USUAL || usualNetSales === null || usualOrders === null
            ? null
            : { netSales: usualNetSales, orders: usualOrders, days },
        pendingDays,
      };
    },

    salesDays(from, to) {
      const rows = new Map((sql.days.all(from, to) as StoreDayRow[]).map((row) => [row.day, row] as const));
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) =>
        dayFigures(from + index, rows.get(from + index)),
      );
    },

    margin(from, to) {
      const [netSales, knownNetSales, cost] = sql.margin.get(from, to) as [number, number, number];
      return {
        netSales,
        knownNetSales,
        cost,
        margin: knownNetSales - cost,
        knownShare: netSales === 0 ? null : knownNetSales / netSales,
      };
    },

    recentOrders: (limit) =>
      (sql.recent.all(limit) as (Omit<RecentOrder, 'cancelled'> & { cancelled: number })[]).map((row) => ({
        ...row,
        cancelled: row.cancelled === 1,
      })),

    variantDays(from, to) {
      const thresholdOf = remembered(readThreshold);
      const byVariant = new Map<ShopifyId, VariantDay[]>();
      for (const row of sql.variantDays.iterate(from, to) as IterableIterator<
        [number, number, number, number, number, number, number, number, string | null]
      >) {
        const [variantId, day, units, returnedRestocked, returnedLost, net, largest, lines, quantities] = row;
        if (units === 0 && returnedRestocked === 0 && returnedLost === 0 && net === 0 && largest < 10)
          continue;
        const threshold = largest >= 10 ? thresholdOf(variantId) : null;
        const bulk = threshold === null ? 0 : bulkUnits(parseQuantities(quantities, lines), threshold);
        if (units === 0 && returnedRestocked === 0 && returnedLost === 0 && net === 0 && bulk === 0) continue;
        let days = byVariant.get(variantId);
        if (!days) {
          days = [];
          byVariant.set(variantId, days);
        }
        days.push({ variantId, day, units, bulkUnits: bulk, returnedRestocked, returnedLost, net });
      }
      return [...byVariant.keys()].sort((a, b) => a - b).flatMap((id) => byVariant.get(id)!);
    },

    firstDay: () => sql.first.get() as Day | null,
    newestOrder: () => sql.newest.get() ?? null,
    ordersByDay: () => new Map(sql.orders.all() as [Day, number][]),
  };
}

function dayFigures(day: Day, row: StoreDayRow | undefined): DayFigures {
  return {
    day,
    orders: row?.orders ?? 0,
    grossSales: row?.gross ?? 0,
    discounts: row?.discounts ?? 0,
    returns: row?.returns ?? 0,
    netSales: row ? row.gross - row.discounts - row.returns : 0,
    taxes: row?.taxes ?? 0,
    shipping: row?.shipping ?? 0,
    tips: row?.tips ?? 0,
    duties: row?.duties ?? 0,
    unitsSold: row?.units_sold ?? 0,
    unitsReturned: row?.units_returned ?? 0,
  };
}
