/** Rows of the core as the contract shows them: money with its currency, days as dates, nothing that is inside only. */

import type { VariantFact } from '../../shared/agent.ts';
import type {
  ActionRow as ActionOut,
  AgentRunView,
  ConnectionView,
  FindingView,
  SalesDayView,
  StockRow,
} from '../../shared/contract/schemas.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import type { ActionRow, AuditRow, FindingRow, RunRow } from '../ledger/types.ts';
import type { DayFigures } from '../mirror/mirror.ts';
import type { StoreRuntime } from '../store-runtime.ts';

type Money = { minor: Minor; currency: Currency };

export function actionView(row: ActionRow): ActionOut {
  const { epoch: _, ...view } = row;
  return view;
}

export function runView(row: RunRow): AgentRunView {
  const { id, agent, storeId, state, trigger, summary, error, startedAt, endedAt } = row;
  return { id, agent, storeId, state, trigger, summary, error, startedAt, endedAt };
}

export function connectionView({ info, client }: StoreRuntime): ConnectionView {
  const { circuit, token, calls, lastFailure, bucket, waiting } = client.state();
  return {
    storeId: info.id,
    shopDomain: info.shopDomain,
    circuit,
    token,
    calls,
    lastFailure,
    bucket,
    waiting,
  };
}

export function findingView(row: FindingRow): FindingView {
  const { runId, storeId, kind, severity, title, evidence, subject } = row;
  return { runId, storeId, kind, severity, title, evidence, subject };
}

export function salesDayView(row: DayFigures, currency: Currency): SalesDayView {
  const money = (minor: Minor): Money => ({ minor, currency });
  return {
    date: formatDay(row.day),
    orders: row.orders,
    grossSales: money(row.grossSales),
    discounts: money(row.discounts),
    returns: money(row.returns),
    netSales: money(row.netSales),
    taxes: money(row.taxes),
    shipping: money(row.shipping),
    tips: money(row.tips),
    duties: money(row.duties),
    unitsSold: row.unitsSold,
    unitsReturned: row.unitsReturned,
  };
}

export function stockView(fact: VariantFact, levels: StockRow['levels'], currency: Currency): StockRow {
  return {
    variantId: fact.variantId,
    productId: fact.productId,
    inventoryItemId: fact.inventoryItemId,
    title: fact.title,
    sku: fact.sku,
    vendor: fact.vendor,
    price: { minor: fact.price, currency },
    unitCost: fact.unitCost === null ? null : { minor: fact.unitCost, currency },
    available: fact.available,
    onHand: fact.onHand,
    incoming: fact.incoming,
    levels,
  };
}

export function auditView(row: AuditRow) {
  const about = row.subject ? ` ${row.subject}` : '';
  return {
    seq: row.number,
    at: row.at,
    actor: `${row.actor.kind} ${row.actor.id}`,
    kind: row.kind,
    storeId: row.storeId,
    subject: row.subject,
    text: `${row.kind.replaceAll('.', ' ').replaceAll('_', ' ')}${about}`,
  };
}
