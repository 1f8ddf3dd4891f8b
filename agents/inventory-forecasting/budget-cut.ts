/** A run's orders cut to what is left of the month's budget: what saves most margin for the money stays, the rest is named. */
import type { Evidence } from '../../shared/action.ts';
import type { Finding, PurchasingBudget, StoreInfo } from '../../shared/agent.ts';
import { counted, grouped } from '../../shared/counted.ts';
import { formatMoney, type Minor } from '../../shared/money.ts';
import { type Assessment, costOf, lineMargin } from './assessment.ts';
import { withinBudget } from './order-budget.ts';

/** Named one by one; the rest is told as a number. */
const NAMED = 20;

interface CutLine {
  line: Assessment;
  bought: number;
  unitCost: Minor;
}

export interface BudgetCut {
  /** As it was before this run. */
  budget: PurchasingBudget;
  /** What this run leaves of it, in minor units. */
  spare: Minor;
  cuts: CutLine[];
  /** Lines to order without a cost in the store's currency: no budget can tell them. */
  unknownLines: number;
}

/** Quantities as the budget allows, also none; all of them, and no cut, where nobody set a budget. */
export function cutToBudget(
  store: StoreInfo,
  assessments: readonly Assessment[],
  budget: PurchasingBudget | null,
): { assessments: readonly Assessment[]; cut: BudgetCut | null } {
  if (budget === null) return { assessments, cut: null };
  const wanted = assessments
    .filter(({ advice }) => advice.quantity > 0)
    .sort((a, b) => a.variant.variantId - b.variant.variantId);
  const priced = wanted.flatMap((line) => {
    const unitCost = costInStore(store, line);
    return unitCost === null ? [] : [{ line, unitCost }];
  });
  const bought = withinBudget(
    priced.map(({ line, unitCost }) => ({
      quantity: line.advice.quantity,
      packSize: line.terms.packSize,
      minimumUnits: line.terms.minimumUnits,
      unitCost,
      atRisk: lineMargin(line)?.mid ?? 0,
    })),
    budget.left,
  );
  const spent = priced.reduce((sum, { unitCost }, index) => sum + unitCost * bought[index]!, 0);
  const cuts = priced
    .map(({ line, unitCost }, index) => ({ line, unitCost, bought: bought[index]! }))
    .filter((one) => one.bought < one.line.advice.quantity);
  const lessOf = new Map(cuts.map((one) => [one.line, one.bought]));
  return {
    assessments: assessments.map((line) => {
      const units = lessOf.get(line);
      return units === undefined ? line : withUnits(line, units);
    }),
    cut: { budget, spare: budget.left - spent, cuts, unknownLines: wanted.length - priced.length },
  };
}

/** Of one supplier's order, what the budget left out of it. */
export function budgetEvidence(store: StoreInfo, supplier: string, cut: BudgetCut | null): Evidence[] {
  const cuts = cut?.cuts.filter(({ line }) => line.terms.supplier === supplier) ?? [];
  if (!cut || cuts.length === 0) return [];
  return [
    {
      kind: 'budget',
      text: `${budgetText(store, cut.budget)} It goes where it saves most margin for the money. Left out of this order: ${namesOf(cuts)}.`,
      data: {
        spendMonthly: cut.budget.monthly,
        spendSoFar: cut.budget.ordered,
        leftOut: cuts.slice(0, NAMED).map(({ line, bought }) => ({
          variantId: line.variant.variantId,
          wanted: line.advice.quantity,
          ordered: bought,
        })),
      },
    },
  ];
}

/** What the budget holds back over all suppliers, and what that may cost. */
export function overBudget(store: StoreInfo, cut: BudgetCut | null): Finding[] {
  if (!cut || cut.cuts.length === 0) return [];
  const money = (minor: Minor): string => formatMoney(minor, store.currency);
  const value = cut.cuts.reduce(
    (sum, { line, bought, unitCost }) => sum + (line.advice.quantity - bought) * unitCost,
    0,
  );
  const atRisk = cut.cuts.reduce((sum, { line, bought }) => sum + marginLeftOut(line, bought), 0);
  const { unknownLines } = cut;
  const unknown =
    unknownLines === 0
      ? ''
      : ` ${counted(unknownLines, 'line')} without a cost in ${store.currency} ${unknownLines === 1 ? 'is' : 'are'} proposed all the same.`;
  return [
    {
      kind: 'over_budget',
      severity: 'watch',
      title: `The purchasing budget leaves out ${money(value)} of what is needed`,
      subject: { kind: 'store', id: store.id },
      evidence: [
        {
          kind: 'budget',
          text: `${budgetText(store, cut.budget)} Left out, about ${money(atRisk)} of margin at risk: ${namesOf(cut.cuts)}.${unknown}`,
          data: {
            spendMonthly: cut.budget.monthly,
            spendSoFar: cut.budget.ordered,
            valueLeftOut: value,
            marginAtRisk: atRisk,
            unknownLines,
          },
        },
      ],
    },
  ];
}

function costInStore(store: StoreInfo, { variant, terms }: Assessment): Minor | null {
  return (terms.currency ?? store.currency) === store.currency ? costOf(variant, terms, store) : null;
}

/** So many units save no more sales than there are of them. */
function withUnits(line: Assessment, quantity: number): Assessment {
  const { low, mid, high } = line.advice.lostUnits;
  const saved = (units: number): number => Math.min(units, quantity);
  const lostUnits = { low: saved(low), mid: saved(mid), high: saved(high) };
  return { ...line, advice: { ...line.advice, quantity, lostUnits } };
}

function marginLeftOut(line: Assessment, bought: number): Minor {
  return (lineMargin(line)?.mid ?? 0) - (lineMargin(withUnits(line, bought))?.mid ?? 0);
}

function budgetText(store: StoreInfo, budget: PurchasingBudget): string {
  const money = (minor: Minor): string => formatMoney(minor, store.currency);
  const { monthly, ordered, left, unknownOrders } = budget;
  const unknown =
    unknownOrders === 0 ? '' : ` (${counted(unknownOrders, 'order')} of unknown cost not among it)`;
  return `Of ${money(monthly)} for purchases this month, ${money(ordered)} is ordered${unknown} and ${money(left)} is left.`;
}

function namesOf(cuts: readonly CutLine[]): string {
  const rest = cuts.length - NAMED;
  const names = cuts
    .slice(0, NAMED)
    .map(({ line: { variant, advice }, bought }) =>
      bought === 0
        ? `all ${grouped(advice.quantity)} of ${variant.title}`
        : `${grouped(advice.quantity - bought)} of ${grouped(advice.quantity)} of ${variant.title}`,
    );
  return `${names.join(', ')}${rest > 0 ? `, and ${counted(rest, 'line')} more` : ''}`;
}
