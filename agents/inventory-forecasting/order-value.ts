/** Orders raised to a supplier's minimum or to where freight is free, by what will be needed soonest anyway. */
import type { Minor } from '../../shared/money.ts';

export interface ValuedLine {
  /** Units to order, whole packs. */
  quantity: number;
  packSize: number;
  /** Minor units. */
  unitCost: Minor;
  /** Units there are and on their way, before this order. */
  position: number;
  perDay: number;
  /** Units that position and order may come to together. */
  most: number;
  /** Units that an order takes and that sell while they keep; absent where neither binds. */
  sellable?: number;
}

/**
 * The lines' quantities raised pack by pack, each time where stock would last the shortest, until the order is worth
 * `goal`. null where that took more of every line than its `most`, or than keeps: stock nobody needs costs more than freight.
 */
export function raisedToValue(lines: readonly ValuedLine[], goal: Minor): number[] | null {
  const quantities = lines.map((line) => line.quantity);
  let value = lines.reduce((sum, line) => sum + line.quantity * line.unitCost, 0);
  while (value < goal) {
    let soonest = -1;
    let shortest = Number.POSITIVE_INFINITY;
    for (const [index, line] of lines.entries()) {
      const raised = quantities[index]! + packOf(line);
      if (line.unitCost <= 0 || line.perDay <= 0) continue;
      if (line.position + raised > line.most || raised > (line.sellable ?? raised)) continue;
      const cover = (line.position + raised) / line.perDay;
      if (cover <= shortest) [soonest, shortest] = [index, cover];
    }
    if (soonest < 0) return null;
    quantities[soonest] = quantities[soonest]! + packOf(lines[soonest]!);
    value += packOf(lines[soonest]!) * lines[soonest]!.unitCost;
  }
  return quantities;
}

function packOf({ packSize }: ValuedLine): number {
  return Math.max(1, Math.round(packSize));
}
