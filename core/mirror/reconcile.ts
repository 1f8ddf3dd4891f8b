/**
 * Drops what the shop no longer has, given the ids that it listed. Orders as a file wrote them stay: they may be of another
 * shop, from before a move, and are taken back with their import.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';

/** Ids taken in, or rows removed, in one transaction. */
const SLICE = 2000;
const REMOVED_AT_ONCE = 200;
/** Rows looked at before other work gets its turn. */
const SCANNED_AT_ONCE = 10_000;

export async function removeUnlisted(
  db: Database,
  table: 'products' | 'variants' | 'orders' | 'customers',
  ids: Iterable<ShopifyId> | AsyncIterable<ShopifyId>,
  window: { before: EpochMs; from?: EpochMs },
  remove: (ids: readonly ShopifyId[]) => void,
): Promise<{ removed: number }> {
  const listed = `listed_${table}`;
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS ${listed} (id INTEGER PRIMARY KEY); DELETE FROM ${listed}`);
  try {
    const add = db.prepare(`INSERT INTO ${listed} VALUES (?) ON CONFLICT DO NOTHING`);
    const addAll = db.transaction((slice: readonly ShopifyId[]) => {
      for (const id of slice) add.run(id);
    });
    let slice: ShopifyId[] = [];
    for await (const id of ids) {
      if (slice.push(id) < SLICE) continue;
      addAll(slice);
      slice = [];
      await nextTurn();
    }
    addAll(slice);

    const bound = db.prepare(`SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?`).pluck();
    const ofFile =
      table === 'orders'
        ? `AND NOT EXISTS (
             SELECT 1 FROM imported i WHERE i.kind = 'order' AND i.id = orders.id AND i.version = orders.updated_at)`
        : '';
    const unlisted = db
      .prepare(
        `SELECT id FROM ${table} WHERE id > ? AND id <= ? AND created_at >= ? AND created_at < ?
           AND NOT EXISTS (SELECT 1 FROM ${listed} l WHERE l.id = ${table}.id) ${ofFile} ORDER BY id`,
      )
      .pluck();
    let removed = 0;
    let after = 0;
    while (after < Number.MAX_SAFE_INTEGER) {
      const end = (bound.get(after, SCANNED_AT_ONCE) as number | undefined) ?? Number.MAX_SAFE_INTEGER;
      const gone = unlisted.all(after, end, window.from ?? 0, window.before) as ShopifyId[];
      for (let at = 0; at < gone.length; at += REMOVED_AT_ONCE) {
        remove(gone.slice(at, at + REMOVED_AT_ONCE));
        await nextTurn();
      }
      removed += gone.length;
      after = end;
      await nextTurn();
    }
    return { removed };
  } finally {
    if (db.open) db.exec(`DROP TABLE IF EXISTS ${listed}`);
  }
}
