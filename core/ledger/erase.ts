/** Deletes what the ledger keeps of a store: all but its actions, purchase orders and the record, which prove each other. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { Audit } from './audit.ts';
import type { LedgerBase } from './base.ts';

/** Tables that may hold a million rows of one store, deleted in slices so that other writers wait for none. */
const LARGE: readonly { table: string; key: string; of: string }[] = [
  { table: 'stock_snapshots', key: 'store, day, item, location', of: 'store = @store' },
  { table: 'findings', key: 'id', of: 'run IN (SELECT id FROM runs WHERE store = @store)' },
  { table: 'steps', key: 'run, name', of: 'run IN (SELECT id FROM runs WHERE store = @store)' },
  { table: 'supply_terms', key: 'store, variant', of: 'store = @store' },
  { table: 'supply_offers', key: 'store, variant, supplier', of: 'store = @store' },
  {
    table: 'stocktake_lines',
    key: 'id',
    of: 'stocktake IN (SELECT id FROM stocktakes WHERE store = @store)',
  },
  { table: 'events', key: 'id', of: 'store = @store' },
  {
    table: 'kept_back',
    key: 'id',
    of: 'store = @store OR rule IN (SELECT id FROM rules WHERE store = @store)',
  },
];

/** The rest, what refers to others before these. */
const SMALL: readonly { table: string; of: string }[] = [
  {
    table: 'stocktake_actions',
    of: 'stocktake IN (SELECT id FROM stocktakes WHERE store = @store)',
  },
  { table: 'stocktakes', of: 'store = @store' },
  { table: 'rules', of: 'store = @store' },
  { table: 'suppliers', of: 'store = @store' },
  { table: 'purchasing_budgets', of: 'store = @store' },
  { table: 'imports', of: 'store = @store' },
  { table: 'policies', of: 'store = @store' },
  { table: 'agent_pauses', of: 'store = @store' },
  { table: 'notifications', of: 'store = @store' },
  { table: 'field_owners', of: 'store = @store' },
  { table: 'watch_gaps', of: 'store = @store' },
  // Those that actions came of stay: which run proposed it is part of what an action is.
  {
    table: 'runs',
    of: 'store = @store AND NOT EXISTS (SELECT 1 FROM actions WHERE actions.run = runs.id)',
  },
];

export interface Erasure {
  /** Deletes up to `limit` rows of the large tables; returns how many, 0 once there are none. */
  eraseSlice(storeId: StoreId, limit: number): number;
  /** The rest, with the word of it in the record. `before`: rows that slices deleted. Returns all rows deleted. */
  eraseStore(storeId: StoreId, actor: Actor, before?: number): number;
}

export function createErasure(base: LedgerBase, audit: Pick<Audit, 'append'>): Erasure {
  const { db, transaction } = base;
  const slices = LARGE.map(({ table, key, of }) =>
    db.prepare<{ store: string; limit: number }>(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${of} LIMIT @limit)`,
    ),
  );
  const rest = SMALL.map(({ table, of }) =>
    db.prepare<{ store: string }>(`DELETE FROM ${table} WHERE ${of}`),
  );

  const slice = (store: StoreId, limit: number): number => {
    for (const one of slices) {
      const { changes } = one.run({ store, limit });
      if (changes > 0) return changes;
    }
    return 0;
  };

  return {
    eraseSlice: (storeId, limit) => transaction(() => slice(storeId, limit)),
    eraseStore: (storeId, actor, before = 0) =>
      transaction(() => {
        let rows = before;
        for (let changes = slice(storeId, -1); changes > 0; changes = slice(storeId, -1)) rows += changes;
        for (const one of rest) rows += one.run({ store: storeId }).changes;
        audit.append({ actor, kind: 'store.erased', storeId, data: { rows } });
        base.event(storeId, 'store.erased', { by: actor.id });
        return rows;
      }),
  };
}
