/** A rule as one sentence for its owner. */
import { type Currency, formatMoney } from '../../shared/money.ts';
import { dayOf, formatDay } from '../../shared/time.ts';
import type { RuleCondition, RuleRow } from '../ledger/types.ts';

/** `store`: of the rule's store; null where it is of all stores, or shut, so that amounts have no currency. */
export function sentenceOf(
  { scope, condition, until }: Pick<RuleRow, 'scope' | 'condition' | 'until'>,
  store: { currency: Currency; zone: string } | null,
): string {
  const who = scope.agent === undefined ? 'No agent proposes' : `${scope.agent} does not propose`;
  const what = scope.actionType === undefined ? 'anything' : scope.actionType.replace(/[._]/g, ' ');
  const parts = [
    `${who} ${what}`,
    scope.supplier === undefined ? '' : `with ${scope.supplier}`,
    scope.variantId === undefined ? '' : `for variant ${scope.variantId}`,
    scope.productId === undefined ? '' : `for product ${scope.productId}`,
    scope.key === undefined ? '' : `(${scope.key})`,
    scope.storeId === undefined ? 'in any store' : `in ${scope.storeId}`,
    condition ? conditionText(condition, store?.currency ?? null) : '',
    until === null ? '' : `until ${formatDay(dayOf(until, store?.zone ?? 'UTC'))}`,
  ];
  return `${parts.filter((part) => part !== '').join(' ')}.`;
}

function conditionText({ of, is, value }: RuleCondition, currency: Currency | null): string {
  const share = `${Math.round(value * 1000) / 10}%`;
  const amounts: Record<RuleCondition['of'], string> = {
    units: `of ${is === 'below' ? 'fewer' : 'more'} than ${value} units`,
    money: `that costs ${is === 'below' ? 'less' : 'more'} than ${currency ? formatMoney(value, currency) : `${value} minor units`}`,
    change: `that changes the value by ${is === 'below' ? 'less' : 'more'} than ${share}`,
    confidence: `with a confidence ${is} ${share}`,
  };
  return amounts[of];
}
