/** Holds the mirror's figures against the shop's own books: every day, every variant, every count. */
import type { FiguresView, SalesDayView } from '../../shared/contract/schemas.ts';
import type { Truth } from './sandbox-process.ts';

/** What does not agree, in words; empty where all of it does. Rows of zeros alone count as absent on both sides. */
export function differences(mirror: FiguresView, truth: Truth, most = 20): string[] {
  const found: string[] = [];
  const compare = (
    what: string,
    ours: ReadonlyMap<string, Record<string, number>>,
    theirs: ReadonlyMap<string, Record<string, number>>,
  ): void => {
    for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
      const mine = ours.get(key) ?? {};
      const other = theirs.get(key) ?? {};
      for (const field of new Set([...Object.keys(mine), ...Object.keys(other)])) {
        if ((mine[field] ?? 0) === (other[field] ?? 0)) continue;
        found.push(`${what} ${key}: ${field} is ${mine[field] ?? 0} here, ${other[field] ?? 0} there`);
        if (found.length >= most) return;
      }
    }
  };
  compare('counts', new Map([['all', mirror.counts]]), new Map([['all', truth.counts]]));
  compare(
    'day',
    new Map(mirror.days.map((day) => [day.date, dayNumbers(day)])),
    new Map(truth.days.map(({ day, ...rest }) => [day, rest as Record<string, number>])),
  );
  compare(
    'variant and day',
    new Map(mirror.variantDays.map(({ variantId, date, ...rest }) => [`${variantId} ${date}`, rest])),
    new Map(truth.variantDays.map(({ variantId, day, ...rest }) => [`${variantId} ${day}`, rest])),
  );
  compare('stock', stockOf(mirror.stock), stockOf(truth.stock));
  compare('price', pricesOf(mirror.prices), pricesOf(truth.prices));
  return found;
}

function dayNumbers(day: SalesDayView): Record<string, number> {
  const { date, orders, unitsSold, unitsReturned, ...amounts } = day;
  return {
    orders,
    unitsSold,
    unitsReturned,
    ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount.minor])),
  };
}

function stockOf(rows: FiguresView['stock']): Map<string, Record<string, number>> {
  return new Map(
    rows.map(({ inventoryItemId, locationId, available, onHand }) => [
      `${inventoryItemId} at ${locationId}`,
      { available, onHand },
    ]),
  );
}

function pricesOf(rows: FiguresView['prices']): Map<string, Record<string, number>> {
  return new Map(rows.map(({ variantId, price }) => [String(variantId), { price }]));
}
