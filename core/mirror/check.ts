/** Compares every sum with what it is the sum of, and asks SQLite about the file. */
import { type Day, formatDay } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { DayClock } from './day-clock.ts';
import { formatQuantities, isEmptyStore } from './day-sums.ts';
import type { RollUps } from './roll-ups.ts';

/** How many differences are told; the rest are counted. */
const TOLD = 20;

export function checkMirror(db: Database, rollUps: RollUps, clock: DayClock): string[] {
  const problems: string[] = [];
  const rows = db.pragma('quick_check(10)', { simple: false }) as { quick_check: string }[];
  for (const { quick_check: found } of rows) if (found !== 'ok') problems.push(`The file: ${found}.`);

  const stored = {
    store: db
      .prepare(
        `SELECT orders, gross, discounts, returns, taxes, shipping, tips, duties, units_sold, units_returned
         FROM store_days WHERE day = ?`,
      )
      .raw(),
    hours: db.prepare('SELECT hour, orders, net, units FROM store_hours WHERE day = ? ORDER BY hour').raw(),
    variants: db
      .prepare(
        `SELECT variant_id, units, lines, largest, restocked, lost, kept, net, quantities
         FROM variant_days WHERE day = ? ORDER BY variant_id`,
      )
      .raw(),
  };
  for (const day of daysToCheck(db, clock)) {
    const sums = rollUps.sum(day);
    const s = sums.store;
    const fresh = {
      store: isEmptyStore(s) ? undefined : Object.values(s),
      hours: sums.hours.flatMap((hour, index) => (hour ? [[index, hour.orders, hour.net, hour.units]] : [])),
      variants: [...sums.variants]
        .sort((a, b) => a[0] - b[0])
        .map(([id, v]) => [
          id,
          v.units,
          v.lines,
          v.largest,
          v.restocked,
          v.lost,
          v.kept,
          v.net,
          formatQuantities(v.quantities),
        ])
        .filter(([, ...values]) => values.some((value) => value !== 0 && value !== null)),
    };
    for (const [name, value] of [
      ['sums', stored.store.get(day)],
      ['hours', stored.hours.all(day)],
      ['variants', stored.variants.all(day)],
    ] as const)
      if (JSON.stringify(value) !== JSON.stringify(fresh[name === 'sums' ? 'store' : name]))
        problems.push(`The ${name} of ${formatDay(day)} are not what its orders add up to.`);
  }
  const wrong = db
    .prepare(
      `SELECT count(*) FROM orders o WHERE (gross, line_discount, line_tax, units) IS NOT (
         SELECT coalesce(sum(iif(is_gift_card, 0, gross)), 0), coalesce(sum(iif(is_gift_card, 0, discount)), 0),
           coalesce(sum(tax), 0), coalesce(sum(iif(is_gift_card, 0, ordered)), 0)
         FROM order_lines l WHERE l.order_id = o.id)`,
    )
    .pluck()
    .get() as number;
  if (wrong > 0) problems.push(`${wrong} orders are not what their lines add up to.`);
  return problems.length > TOLD
    ? [...problems.slice(0, TOLD), `… and ${problems.length - TOLD} more.`]
    : problems;
}

function daysToCheck(db: Database, clock: DayClock): Day[] {
  const days = new Set(db.prepare('SELECT day FROM store_days').pluck().all() as Day[]);
  for (const table of ['store_hours', 'variant_days'])
    for (const day of db.prepare(`SELECT DISTINCT day FROM ${table}`).pluck().all() as Day[]) days.add(day);
  for (const day of bookedDays(db, clock)) days.add(day);
  return [...days].sort((a, b) => a - b);
}

/** Every local day on which an order, an edit or a refund is booked. */
export function bookedDays(db: Database, clock: DayClock): Set<Day> {
  const days = new Set<Day>();
  for (const source of [
    'SELECT processed_at FROM orders',
    'SELECT at FROM order_edits',
    'SELECT processed_at FROM refunds',
  ])
    for (const at of db.prepare(source).pluck().iterate() as IterableIterator<number>)
      days.add(clock.dayOf(at));
  return days;
}
