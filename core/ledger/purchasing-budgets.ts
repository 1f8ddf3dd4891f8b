/** What an owner wants to spend on purchases a month, and what was ordered of it. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { BudgetMonth, PurchasingBudget } from '../../shared/agent.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import { convert } from '../purchasing/landed-cost.ts';
import type { LedgerBase } from './base.ts';

export interface PurchasingBudgets {
  /** Minor units of the store's currency; null: no budget. Writes an audit row. */
  set(storeId: StoreId, monthly: Minor | null, actor: Actor): void;
  /** null where nobody set one. */
  of(storeId: StoreId, month: BudgetMonth): PurchasingBudget | null;
}

interface OrderedGoods {
  currency: Currency;
  /** To the store's currency; null where nobody entered one. */
  rate: string | null;
  /** null where a line has no cost. */
  goods: Minor | null;
}

export function createPurchasingBudgets(base: LedgerBase): PurchasingBudgets {
  const { db } = base;
  const one = db.prepare<[string], Minor>('SELECT monthly FROM purchasing_budgets WHERE store = ?').pluck();
  const put = db.prepare('REPLACE INTO purchasing_budgets VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM purchasing_budgets WHERE store = ?');
  // What will not come is not paid. What came twice and over is.
  const ordered = db.prepare<[{ store: string; since: number }], OrderedGoods>(
    `SELECT o.currency, r.rate, CASE WHEN count(l.unit_cost) = count(*)
       THEN sum(l.unit_cost * max(a.received + a.damaged, CASE WHEN o.state = 'closed' THEN 0 ELSE a.quantity - a.short END))
       END AS goods
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id AND a.store = @store
     LEFT JOIN purchase_order_rates r ON r.purchase_order = o.id AND r.store = a.store
     WHERE o.created_at >= @since AND o.state <> 'cancelled' GROUP BY o.id`,
  );
  return {
    set(storeId, monthly, actor) {
      base.transaction(() => {
        if (monthly === null) drop.run(storeId);
        else put.run(storeId, monthly, base.now());
        base.audit({
          actor,
          kind: 'purchasing_budget.changed',
          storeId,
          subject: null,
          data: { monthly },
        });
        base.event(storeId, 'purchasing_budget.changed', {});
      });
    },
    of(storeId, { since, currency }) {
      const monthly = one.get(storeId);
      if (monthly === undefined) return null;
      let [spent, unknown] = [0, 0];
      for (const order of ordered.all({ store: storeId, since })) {
        const foreign = order.currency !== currency;
        if (order.goods === null || (foreign && order.rate === null)) unknown += 1;
        else spent += foreign ? convert(order.goods, order.currency, currency, order.rate!) : order.goods;
      }
      return { monthly, ordered: spent, left: Math.max(0, monthly - spent), unknownOrders: unknown };
    },
  };
}
