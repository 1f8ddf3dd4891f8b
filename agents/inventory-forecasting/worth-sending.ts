/** Orders that a supplier takes, and sends free, where that is no more than is needed before long. */
import type { Evidence } from '../../shared/action.ts';
import type { StoreInfo } from '../../shared/agent.ts';
import { counted } from '../../shared/counted.ts';
import { formatMoney, type Minor } from '../../shared/money.ts';
import { type Assessment, costOf } from './assessment.ts';
import { raisedToValue } from './order-value.ts';
import { MOST_UNITS } from './stock-policy.ts';

export interface WorthSending {
  lines: readonly Assessment[];
  added: Minor;
  evidence: Evidence[];
  risks: string[];
}

/**
 * Raised to the supplier's minimum, and to where freight is free, while that is stock of each line for one review more at
 * most, and no more than `spare` in the store's currency; null: as much as it takes. Returns what it added, in that currency.
 */
export function worthSending(
  store: StoreInfo,
  supplier: string,
  lines: readonly Assessment[],
  spare: Minor | null,
): WorthSending {
  const { minimumOrder = 0, freeFreightFrom = 0, currency } = lines[0]!.terms;
  const costs = lines.map(({ variant, terms }) => costOf(variant, terms, store));
  const value = lines.reduce((sum, { advice }, index) => sum + advice.quantity * (costs[index] ?? 0), 0);
  const asked = Math.max(minimumOrder, freeFreightFrom);
  // Lines without a cost may well make up what seems to lack.
  if (value >= asked || costs.includes(null)) return { lines, added: 0, evidence: [], risks: [] };
  const valued = lines.map(({ variant, advice, terms, incoming }, index) => ({
    quantity: advice.quantity,
    packSize: terms.packSize,
    unitCost: costs[index]!,
    position: variant.available + incoming,
    perDay: advice.perDay,
    most: advice.orderUpTo + advice.perDay * terms.reviewDays,
    sellable: Math.min(advice.sellable ?? MOST_UNITS, MOST_UNITS),
  }));
  const money = (minor: Minor): string => formatMoney(minor, currency ?? store.currency);
  for (const goal of new Set([asked, minimumOrder])) {
    const quantities = goal > value ? raisedToValue(valued, goal) : null;
    if (!quantities) continue;
    const after = quantities.reduce((sum, units, index) => sum + units * costs[index]!, 0);
    const added = (currency ?? store.currency) === store.currency ? after - value : 0;
    if (spare !== null && added > spare) continue;
    const more = quantities.reduce((sum, units, index) => sum + units - valued[index]!.quantity, 0);
    const why = goal === minimumOrder ? `${supplier}’s minimum order` : 'free freight';
    return {
      added,
      lines: lines.map((line, index) => ({
        ...line,
        advice: { ...line.advice, quantity: quantities[index]! },
      })),
      evidence: [
        {
          kind: 'order_value',
          text: `${counted(more, 'unit')} more than is needed now, of what would be gone first, for ${why} of ${money(goal)}: without them the order is worth ${money(value)}.`,
          data: { goal, value, units: more },
        },
      ],
      risks: [],
    };
  }
  const short = `The order is worth ${money(value)}; ${supplier} takes none below ${money(minimumOrder)}.`;
  return { lines, added: 0, evidence: [], risks: value < minimumOrder ? [short] : [] };
}
