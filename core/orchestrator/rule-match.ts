/**
 * What rules keep back of a proposal. Pure. A rule on a product takes its line off an order and leaves the others;
 * any other rule that fits keeps the whole back. What a rule asks of a value that is not known it does not hold for.
 */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { RuleCondition, RuleRow } from '../ledger/types.ts';

/** What rules look at. Quantities in units, money in minor units of the store. */
export interface RuleFacts {
  storeId: string;
  type: string;
  agent: string;
  key: string;
  supplier: string | null;
  /** The variant it is about, where it is about one and has no lines. */
  variantId: ShopifyId | null;
  lines: readonly RuleLine[];
  units: number | null;
  money: Minor | null;
  change: number | null;
  confidence: number | null;
}

export interface RuleLine {
  variantId: ShopifyId;
  units: number | null;
  money: Minor | null;
}

type RuleMatchable = Pick<RuleRow, 'id' | 'scope' | 'condition'>;

interface Held<Rule> {
  whole: Rule | null;
  lines: { variantId: ShopifyId; rule: Rule }[];
}

/** Facts of what is left of a proposal without these lines; null where nothing is. */
type Without = (variantIds: ReadonlySet<ShopifyId>) => RuleFacts | null;

export function heldBack<Rule extends RuleMatchable>(
  rules: readonly Rule[],
  facts: RuleFacts,
  without: Without,
  productOf: (variantId: ShopifyId) => ShopifyId | null,
): Held<Rule> {
  const taken = new Map<ShopifyId, Rule>();
  let rest = facts;
  for (;;) {
    let found = false;
    for (const line of rest.lines) {
      const rule = rules.find((one) => aboutProduct(one) && fitsLine(one, rest, line, productOf));
      if (!rule) continue;
      taken.set(line.variantId, rule);
      found = true;
    }
    const lines = [...taken].map(([variantId, rule]) => ({ variantId, rule }));
    if (found) {
      const less = without(new Set(taken.keys()));
      if (!less) return { whole: lines[0]!.rule, lines: [] };
      rest = less;
      continue;
    }
    const whole = rules.find((one) => fitsWhole(one, rest, productOf)) ?? null;
    return whole ? { whole, lines: [] } : { whole: null, lines };
  }
}

function aboutProduct({ scope }: RuleMatchable): boolean {
  return scope.variantId !== undefined || scope.productId !== undefined;
}

function fitsLine(
  { scope, condition }: RuleMatchable,
  facts: RuleFacts,
  line: RuleLine,
  productOf: (variantId: ShopifyId) => ShopifyId | null,
): boolean {
  return (
    fitsScope(scope, facts) &&
    isProduct(scope, line.variantId, productOf) &&
    holds(condition, { ...facts, units: line.units, money: line.money })
  );
}

function fitsWhole(
  rule: RuleMatchable,
  facts: RuleFacts,
  productOf: (variantId: ShopifyId) => ShopifyId | null,
): boolean {
  if (!fitsScope(rule.scope, facts) || !holds(rule.condition, facts)) return false;
  if (!aboutProduct(rule)) return true;
  return facts.variantId !== null && isProduct(rule.scope, facts.variantId, productOf);
}

function fitsScope(scope: RuleRow['scope'], facts: RuleFacts): boolean {
  return (
    (scope.storeId ?? facts.storeId) === facts.storeId &&
    (scope.actionType ?? facts.type) === facts.type &&
    (scope.agent ?? facts.agent) === facts.agent &&
    (scope.key ?? facts.key) === facts.key &&
    (scope.supplier === undefined || scope.supplier === facts.supplier)
  );
}

function isProduct(
  scope: RuleRow['scope'],
  variantId: ShopifyId,
  productOf: (variantId: ShopifyId) => ShopifyId | null,
): boolean {
  return (
    (scope.variantId ?? variantId) === variantId &&
    (scope.productId === undefined || scope.productId === productOf(variantId))
  );
}

function holds(condition: RuleCondition | null, facts: Pick<RuleFacts, RuleCondition['of']>): boolean {
  if (!condition) return true;
  const value = facts[condition.of];
  if (value === null) return false;
  return condition.is === 'below' ? value < condition.value : value > condition.value;
}
