/** Which lines of a run's orders a budget buys: those that save most margin for the money (a fractional knapsack's greed). */
import type { Minor } from '../../shared/money.ts';

export interface BudgetLine {
  quantity: number;
  packSize: number;
  minimumUnits: number;
  unitCost: Minor;
  /** Margin that would be lost without the whole line. */
  atRisk: Minor;
}

/** Units of each line within the budget, whole packs; a line cut below its minimum is left out. Minor units. */
export function withinBudget(lines: readonly BudgetLine[], budget: Minor): number[] {
  const bought = lines.map(() => 0);
  let left = budget;
  const worth = ({ atRisk, quantity, unitCost }: BudgetLine): number =>
    atRisk / Math.max(1, quantity * unitCost);
  const order = lines.map((_, index) => index).sort((a, b) => worth(lines[b]!) - worth(lines[a]!) || a - b);
  for (const index of order) {
    const { quantity, packSize, minimumUnits, unitCost } = lines[index]!;
    const pack = Math.max(1, Math.round(packSize));
    const affordable =
      unitCost > 0 ? Math.min(quantity, Math.floor(left / (unitCost * pack)) * pack) : quantity;
    if (affordable <= 0 || affordable < Math.min(minimumUnits, quantity)) continue;
    bought[index] = affordable;
    left -= affordable * unitCost;
  }
  return bought;
}
