/** A rule as one sentence for its owner. */
import { counted } from '../../shared/counted.ts';
import { type Currency, formatMoney } from '../../shared/money.ts';
import type { RuleCondition, RuleRow } from '../ledger/types.ts';

/** What the ids of a rule are called. */
export interface RuleNames {
  /** Title of the agent. */
  agent(id: string): string;
  /** Name of the store. */
  store(id: string): string;
  /** Title of the rule's variant, where it is known. */
  variant: string | null;
  /** Title of the proposal that the rule was made of, where it is known. */
  from: string | null;
}

/** `store`: of the rule's store; null where it is of all stores, or shut, so that amounts have no currency. */
export function sentenceOf(
  { scope, condition, until }: Pick<RuleRow, 'scope' | 'condition' | 'until'>,
  store: { currency: Currency; zone: string } | null,
  names: RuleNames,
): string {
  const { agent, actionType, supplier, variantId, productId, key, storeId } = scope;
  const parts = [
    agent === undefined ? 'No agent proposes' : `${names.agent(agent)} does not propose`,
    actionType === undefined ? 'anything' : (DEEDS[actionType] ?? actionType.replace(/[._]/g, ' ')),
    supplier === undefined ? '' : `from ${supplier}`,
    variantId === undefined ? '' : `of ${names.variant ?? `variant ${variantId}`}`,
    productId === undefined ? '' : `of product ${productId}`,
    key === undefined ? '' : names.from === null ? `as in ${key}` : `as in “${names.from}”`,
    storeId === undefined ? 'in any store' : `in ${names.store(storeId)}`,
    condition ? conditionText(condition, store?.currency ?? null) : '',
    until === null ? '' : `until ${dayText(until, store?.zone ?? 'UTC')}`,
  ];
  return `${parts.filter((part) => part !== '').join(' ')}.`;
}

const DEEDS: Readonly<Record<string, string>> = {
  'purchase_order.create': 'to order goods',
  'purchase_order.cancel': 'to cancel a purchase order',
  'purchase_order.receive': 'to receive goods',
  'price.change': 'to change a price',
  'order.tag': 'to tag an order',
};

function conditionText({ of, is, value }: RuleCondition, currency: Currency | null): string {
  const share = `${Math.round(value * 1000) / 10}%`;
  const amounts: Record<RuleCondition['of'], string> = {
    units: `where it is ${is === 'below' ? 'fewer' : 'more'} than ${counted(value, 'unit')}`,
    money: `where it costs ${is === 'below' ? 'less' : 'more'} than ${currency ? formatMoney(value, currency) : `${value} minor units`}`,
    change: `where it changes the value by ${is === 'below' ? 'less' : 'more'} than ${share}`,
    confidence: `where its confidence is ${is} ${share}`,
  };
  return amounts[of];
}

function dayText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  }).format(at);
}
