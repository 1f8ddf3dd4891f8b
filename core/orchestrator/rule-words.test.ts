import { describe, expect, it } from 'vitest';
import { sentenceOf } from './rule-words.ts';

const NAMES = {
  agent: () => 'Inventory forecasting',
  store: () => 'Northgate Gifts',
  variant: 'Brass lamp',
  from: 'Order 46 units from Loom Street',
};
const STORE = { currency: 'GBP', zone: 'Europe/London' };
const ORDER = { storeId: 'gbp', actionType: 'purchase_order.create' };
const says = (rule: Partial<Parameters<typeof sentenceOf>[0]>) =>
  sentenceOf({ scope: ORDER, condition: null, until: null, ...rule }, STORE, NAMES);

describe('a rule', () => {
  it('is a sentence in its owner’s words: names, not ids', () => {
    expect(says({ scope: { ...ORDER, supplier: 'Loom Street', agent: 'inventory-forecasting' } })).toBe(
      'Inventory forecasting does not propose to order goods from Loom Street in Northgate Gifts.',
    );
    expect(says({ scope: { ...ORDER, variantId: 11 } })).toContain('to order goods of Brass lamp in');
    expect(says({ scope: { ...ORDER, key: 'purchase_order:gbp:loom' } })).toBe(
      'No agent proposes to order goods as in “Order 46 units from Loom Street” in Northgate Gifts.',
    );
    expect(says({ scope: { supplier: 'Acme' } })).toBe('No agent proposes anything from Acme in any store.');
  });

  it('says when it holds, in units, money of the store and per cent, and until when', () => {
    const when = (condition: Parameters<typeof sentenceOf>[0]['condition']) => says({ condition });
    expect(when({ of: 'units', is: 'below', value: 12 })).toContain('where it is fewer than 12 units.');
    expect(when({ of: 'money', is: 'above', value: 25_000 })).toContain('where it costs more than £250');
    expect(when({ of: 'change', is: 'below', value: 0.02 })).toContain('by less than 2%.');
    expect(when({ of: 'confidence', is: 'below', value: 0.55 })).toContain(
      'where its confidence is below 55%.',
    );
    expect(says({ until: Date.UTC(2026, 11, 26, 12) })).toMatch(/ until 26 Dec 2026\.$/);
  });
});
