/** Stock as it was: a daily snapshot and the lowest level seen per item and location; the shop keeps no such history. */
import type { StoreId } from '../../shared/action.ts';
import type { StockDay } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Day } from '../../shared/time.ts';
import type { LedgerBase } from './base.ts';
import type { StockDayRow } from './types.ts';

interface StockLevel {
  inventoryItemId: ShopifyId;
  locationId: ShopifyId;
  available: number;
}

export interface Stock {
  /**
   * Levels as seen on a local day, in one transaction: a few thousand at most. Give all locations of an item together:
   * their sum is kept too, and its lowest value is what tells a day without stock.
   */
  observe(storeId: StoreId, day: Day, levels: readonly StockLevel[]): void;
  /** Lowest totals over all locations where nothing was left, and of `whole` all; ascending by item, then day. */
  lowest(storeId: StoreId, from: Day, to: Day, whole: readonly ShopifyId[]): StockDay[];
  /** Totals over all locations of one item, ascending by day. */
  daysOf(storeId: StoreId, inventoryItemId: ShopifyId, from: Day, to: Day): StockDayRow[];
  locationsOf(
    storeId: StoreId,
    day: Day,
    inventoryItemId: ShopifyId,
  ): { locationId: ShopifyId; available: number; lowest: number }[];
}

const ALL_LOCATIONS = 0;

export function createStock(base: Pick<LedgerBase, 'db' | 'transaction'>): Stock {
  const { db } = base;
  const upsert = db.prepare(
    `INSERT INTO stock_snapshots (store, item, location, day, available, lowest)
     VALUES (@store, @item, @location, @day, @available, @available)
     ON CONFLICT (store, day, item, location) DO UPDATE SET
       available = excluded.available, lowest = min(lowest, excluded.lowest)
     WHERE available <> excluded.available OR lowest > excluded.lowest`,
  );
  const isWatched = db
    .prepare<[string, number, number], 1>(
      'SELECT 1 FROM stock_snapshots WHERE store = ? AND day BETWEEN ? AND ? LIMIT 1',
    )
    .pluck();
  const lowest = db.prepare<[string, number, number, string], StockDay>(
    `SELECT item AS inventoryItemId, day, lowest AS available FROM stock_snapshots
     WHERE store = ? AND day BETWEEN ? AND ? AND location = ${ALL_LOCATIONS}
       AND (lowest <= 0 OR item IN (SELECT value FROM json_each(?))) ORDER BY item, day`,
  );
  const daysOf = db.prepare<[number, number, string, number], StockDayRow>(
    `WITH RECURSIVE span (day) AS (VALUES (?) UNION ALL SELECT day + 1 FROM span WHERE day < ?)
     SELECT s.item AS inventoryItemId, s.day, s.available, s.lowest FROM span
     CROSS JOIN stock_snapshots s ON s.store = ? AND s.day = span.day AND s.item = ? AND s.location = ${ALL_LOCATIONS}`,
  );
  const locations = db.prepare<
    [string, number, number],
    { locationId: number; available: number; lowest: number }
  >(
    `SELECT location AS locationId, available, lowest FROM stock_snapshots
     WHERE store = ? AND day = ? AND item = ? AND location <> ${ALL_LOCATIONS} ORDER BY location`,
  );
  return {
    observe(storeId, day, levels) {
      const totals = new Map<ShopifyId, number>();
      for (const level of levels)
        totals.set(level.inventoryItemId, (totals.get(level.inventoryItemId) ?? 0) + level.available);
      const rows = [
        ...levels,
        ...[...totals].map(([inventoryItemId, available]) => ({
          inventoryItemId,
          locationId: ALL_LOCATIONS,
          available,
        })),
      ];
      base.transaction(() => {
        for (const row of rows)
          upsert.run({
            store: storeId,
            item: row.inventoryItemId,
            location: row.locationId,
            day,
            available: row.available,
          });
      });
    },
    lowest: (storeId, from, to, whole) =>
      // Most days of a history are before the program's time.
      isWatched.get(storeId, from, to) === undefined
        ? []
        : lowest.all(storeId, from, to, JSON.stringify(whole)),
    daysOf: (storeId, item, from, to) => daysOf.all(from, to, storeId, item),
    locationsOf: (storeId, day, item) => locations.all(storeId, day, item),
  };
}
