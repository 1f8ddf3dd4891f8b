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
  const worth = (quantities: readonly number[]): Minor =>
    lines.reduce((sum, { unitCost }, index) => sum + quantities[index]! * unitCost, 0);
  const asTheyAre = lines.map(({ quantity }) => quantity);
  if (worth(asTheyAre) >= goal) return asTheyAre;
  const lasting = (days: number): number[] => lines.map((line) => raisedToLast(line, days));
  if (worth(lasting(Number.POSITIVE_INFINITY)) < goal) return null;
  // What is owed to buyers alone is enough.
  if (worth(lasting(0)) >= goal) return raisedByPacks(lines, asTheyAre, goal);
  // What is nearest to its end is raised first: all up to as many days as are not yet enough, then pack by pack.
  let [few, enough] = [0, Math.max(...lines.map(({ most, perDay }) => (perDay > 0 ? most / perDay : 0)))];
  while (enough - few > enough * 1e-6) {
    const days = (few + enough) / 2;
    if (worth(lasting(days)) < goal) few = days;
    else enough = days;
  }
  return raisedByPacks(lines, lasting(few), goal);
}

/** Units of a line so that stock lasts no longer than so many days, and no less than they are. */
function raisedToLast(line: ValuedLine, days: number): number {
  const { quantity, unitCost, position, perDay, most, sellable } = line;
  if (unitCost <= 0 || perDay <= 0) return quantity;
  const room =
    Math.min(Math.min(days * perDay, most) - position, sellable ?? Number.POSITIVE_INFINITY) - quantity;
  return quantity + Math.max(0, Math.floor(room / packOf(line))) * packOf(line);
}

function raisedByPacks(lines: readonly ValuedLine[], from: readonly number[], goal: Minor): number[] | null {
  const quantities = [...from];
  let value = lines.reduce((sum, line, index) => sum + quantities[index]! * line.unitCost, 0);
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
