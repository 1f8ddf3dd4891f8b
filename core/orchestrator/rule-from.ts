/** A rule made from the rejection of an action: what the person left out comes from the action itself. */
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ActionRow, RuleCondition, RuleRow, RuleScope } from '../ledger/types.ts';
import { factsOf } from './rule-facts.ts';

export interface RuleFromAction {
  /** `wish`: this very proposal; `supplier`, `variant`: such actions for it; `type`: all such actions of the store. */
  of: 'wish' | 'supplier' | 'variant' | 'type';
  /** Which one, where the action is about several. */
  variantId?: ShopifyId;
  /** Only what the same agent proposes, not every agent. */
  sameAgent?: boolean;
  condition?: RuleCondition;
  until?: EpochMs;
}

/** Throws invalid_input where the action is not about what the rule shall be about. */
export function ruleFrom(
  action: ActionRow,
  wish: RuleFromAction,
): Pick<RuleRow, 'scope' | 'condition' | 'until'> {
  const facts = factsOf(action, action.agent ?? '', { money: null, change: null });
  const scope: RuleScope = { storeId: action.storeId, actionType: action.type };
  if (wish.of === 'wish') scope.key = action.key;
  if (wish.of === 'supplier') scope.supplier = facts.supplier ?? missing(action, 'a supplier');
  if (wish.of === 'variant') {
    const about = facts.variantId === null ? facts.lines.map((line) => line.variantId) : [facts.variantId];
    const variantId = wish.variantId ?? (about.length === 1 ? about[0] : undefined);
    if (variantId === undefined || !about.includes(variantId)) missing(action, 'that one product');
    scope.variantId = variantId;
  }
  if (wish.sameAgent && action.agent !== null) scope.agent = action.agent;
  return { scope, condition: wish.condition ?? null, until: wish.until ?? null };
}

function missing(action: ActionRow, what: string): never {
  throw new RoyalError({
    code: 'invalid_input',
    message: `Action ${action.id} is not about ${what}, so no rule can be made of it.`,
    next: 'Choose what the rule shall be about.',
    details: { id: action.id },
  });
}
