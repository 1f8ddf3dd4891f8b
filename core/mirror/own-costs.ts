/** The costs that a person filled in: the ledger has them, the mirror a copy. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import type { Database } from '../sqlite/open.ts';
import type { RollUps } from './roll-ups.ts';

/** As a person filled it in; the ledger has it, the mirror a copy. */
export interface OwnCost {
  variantId: ShopifyId;
  /** null: the product's vendor. */
  supplier: string | null;
  /** Minor units of the supplier's currency. */
  cost: Minor;
}

export interface OwnCosts {
  /** A cost of null is taken back. */
  setOwnCosts(rows: readonly (Omit<OwnCost, 'cost'> & { cost: Minor | null })[]): void;
  /** null: the store's own. */
  setCostCurrency(supplier: string, currency: Currency | null): void;
  /** Everything that the ledger has, when the mirror is opened; only what differs is written. */
  copyOwnCosts(
    rows: Iterable<OwnCost>,
    currencies: readonly { supplier: string; currency: Currency }[],
  ): void;
}

/** Of a copy that differs much, as in a mirror that is fetched again. */
const WRITTEN_AT_ONCE = 2_000;

export function ownCosts(db: Database, rollUps: RollUps, write: (work: () => void) => void): OwnCosts {
  const sql = {
    put: db.prepare(
      `INSERT INTO own_costs VALUES (?, ?, ?) ON CONFLICT (variant_id)
       DO UPDATE SET supplier = excluded.supplier, cost = excluded.cost
       WHERE supplier IS NOT excluded.supplier OR cost <> excluded.cost`,
    ),
    drop: db.prepare('DELETE FROM own_costs WHERE variant_id = ?'),
    all: db.prepare<[], OwnCost>('SELECT variant_id AS variantId, supplier, cost FROM own_costs'),
    putCurrency: db.prepare(
      `INSERT INTO supplier_currencies VALUES (?, ?) ON CONFLICT (supplier)
       DO UPDATE SET currency = excluded.currency WHERE currency <> excluded.currency`,
    ),
    dropCurrency: db.prepare('DELETE FROM supplier_currencies WHERE supplier = ?'),
    paid: db.prepare<[], string>('SELECT supplier FROM supplier_currencies').pluck(),
  };
  const setCurrency = (supplier: string, currency: Currency | null): void => {
    const { changes } =
      currency === null ? sql.dropCurrency.run(supplier) : sql.putCurrency.run(supplier, currency);
    if (changes === 0) return;
    markOwnCosts(db);
    rollUps.touchCosts();
  };
  const costs: OwnCosts = {
    setOwnCosts: (rows) =>
      write(() => {
        let changes = 0;
        for (const { variantId, supplier, cost } of rows)
          changes += (cost === null ? sql.drop.run(variantId) : sql.put.run(variantId, supplier, cost))
            .changes;
        if (changes > 0) rollUps.touchCosts(rows.map(({ variantId }) => variantId));
      }),
    setCostCurrency: (supplier, currency) => write(() => setCurrency(supplier, currency)),
    copyOwnCosts(rows, currencies) {
      const gone = new Map(sql.all.all().map((row) => [row.variantId, row]));
      const changed: Parameters<OwnCosts['setOwnCosts']>[0][number][] = [];
      for (const row of rows) {
        const before = gone.get(row.variantId);
        gone.delete(row.variantId);
        if (before?.cost !== row.cost || before.supplier !== row.supplier) changed.push(row);
      }
      for (const row of gone.values()) changed.push({ ...row, cost: null });
      for (let start = 0; start < changed.length; start += WRITTEN_AT_ONCE)
        costs.setOwnCosts(changed.slice(start, start + WRITTEN_AT_ONCE));
      const paid = new Set(currencies.map(({ supplier }) => supplier));
      const unpaid = sql.paid.all().filter((supplier) => !paid.has(supplier));
      if (paid.size + unpaid.length === 0) return;
      write(() => {
        for (const supplier of unpaid) setCurrency(supplier, null);
        for (const { supplier, currency } of currencies) setCurrency(supplier, currency);
      });
    },
  };
  return costs;
}

/** Which of them count has changed: stock valued at them is to be worked out again. */
export function markOwnCosts(db: Database): void {
  db.exec('INSERT OR IGNORE INTO stock_marks SELECT variant_id FROM own_costs');
}

/** Whether a product's vendor has a say in what its variants cost. */
export function vendorsMatter(db: Database): () => boolean {
  const any = db.prepare('SELECT EXISTS (SELECT 1 FROM supplier_currencies)').pluck();
  return () => any.get() === 1;
}
