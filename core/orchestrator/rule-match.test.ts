import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleCondition, RuleScope } from '../ledger/types.ts';
import { heldBack, type RuleFacts } from './rule-match.ts';

interface Rule {
  id: number;
  scope: RuleScope;
  condition: RuleCondition | null;
}

const FACTS: RuleFacts = {
  storeId: 'gbp',
  type: 'purchase_order.create',
  agent: 'stock',
  key: 'po:ACME',
  supplier: 'ACME',
  variantId: null,
  lines: [
    { variantId: 11, units: 10, money: 4000 },
    { variantId: 12, units: 2, money: null },
  ],
  units: 12,
  money: null,
  change: null,
  confidence: 0.7,
};
/** Variants 11 and 12 are of product 900, all others of their own. */
const productOf = (variantId: number): number => (variantId <= 12 ? 900 : variantId);

function without(facts: RuleFacts) {
  return (out: ReadonlySet<number>): RuleFacts | null => {
    const lines = facts.lines.filter((line) => !out.has(line.variantId));
    if (lines.length === 0) return null;
    const units = lines.reduce((sum, line) => sum + (line.units ?? 0), 0);
    return { ...facts, lines, units };
  };
}

const held = (scope: RuleScope, condition: RuleCondition | null = null, facts = FACTS) => {
  const found = heldBack<Rule>([{ id: 1, scope, condition }], facts, without(facts), productOf);
  return found.whole ? 'whole' : found.lines.map((line) => line.variantId);
};

describe('a rule', () => {
  it('keeps back what fits every part of its scope', () => {
    expect(held({ storeId: 'gbp', supplier: 'ACME' })).toBe('whole');
    expect(held({ storeId: 'eur', supplier: 'ACME' })).toEqual([]);
    expect(held({ supplier: 'Bolt' })).toEqual([]);
    expect(held({ agent: 'stock', actionType: 'purchase_order.create' })).toBe('whole');
    expect(held({ agent: 'pricing' })).toEqual([]);
    expect(held({ key: 'po:ACME' })).toBe('whole');
    expect(held({ supplier: 'ACME' }, null, { ...FACTS, supplier: null })).toEqual([]);
  });

  it('on a product takes its lines off, and keeps the whole back where none is left', () => {
    expect(held({ variantId: 11 })).toEqual([11]);
    expect(held({ productId: 900 })).toBe('whole');
    expect(held({ variantId: 99 })).toEqual([]);
    expect(held({ variantId: 11 }, null, { ...FACTS, lines: [], variantId: 11 })).toBe('whole');
  });

  it('with a condition holds on its wrong side only, and not where the value is unknown', () => {
    expect(held({ supplier: 'ACME' }, { of: 'units', is: 'below', value: 20 })).toBe('whole');
    expect(held({ supplier: 'ACME' }, { of: 'units', is: 'below', value: 12 })).toEqual([]);
    expect(held({ supplier: 'ACME' }, { of: 'money', is: 'above', value: 1 })).toEqual([]);
    expect(held({ supplier: 'ACME' }, { of: 'confidence', is: 'below', value: 0.8 })).toBe('whole');
    expect(held({ productId: 900 }, { of: 'units', is: 'below', value: 5 })).toEqual([12]);
  });

  it('looks at what is left once lines were taken off', () => {
    const rules: Rule[] = [
      { id: 1, scope: { variantId: 11 }, condition: null },
      { id: 2, scope: { supplier: 'ACME' }, condition: { of: 'units', is: 'below', value: 5 } },
    ];
    expect(heldBack(rules, FACTS, without(FACTS), productOf).whole?.id).toBe(2);
  });

  const anyRule = fc.record({
    id: fc.integer({ min: 1, max: 99 }),
    scope: fc.record(
      {
        storeId: fc.constantFrom('gbp', 'eur'),
        actionType: fc.constantFrom('purchase_order.create', 'price.change'),
        agent: fc.constantFrom('stock', 'pricing'),
        variantId: fc.integer({ min: 10, max: 16 }),
        productId: fc.constantFrom(900, 13, 14),
        supplier: fc.constantFrom('ACME', 'Bolt'),
        key: fc.constantFrom('po:ACME', 'po:Bolt'),
      },
      { requiredKeys: [] },
    ),
    condition: fc.option(
      fc.record({
        of: fc.constantFrom('units', 'money', 'change', 'confidence'),
        is: fc.constantFrom('below', 'above'),
        value: fc.integer({ min: 0, max: 30 }),
      }),
    ),
  }) as fc.Arbitrary<Rule>;
  const anyFacts: fc.Arbitrary<RuleFacts> = fc.record({
    storeId: fc.constantFrom('gbp', 'eur'),
    type: fc.constantFrom('purchase_order.create', 'price.change'),
    agent: fc.constantFrom('stock', 'pricing'),
    key: fc.constantFrom('po:ACME', 'po:Bolt'),
    supplier: fc.option(fc.constantFrom('ACME', 'Bolt')),
    variantId: fc.constant(null),
    lines: fc.uniqueArray(
      fc.record({
        variantId: fc.integer({ min: 10, max: 16 }),
        units: fc.option(fc.integer({ min: 1, max: 30 })),
        money: fc.option(fc.integer({ min: 0, max: 30 })),
      }),
      { selector: (line) => line.variantId, maxLength: 6 },
    ),
    units: fc.option(fc.integer({ min: 0, max: 30 })),
    money: fc.option(fc.integer({ min: 0, max: 30 })),
    change: fc.option(fc.integer({ min: 0, max: 30 })),
    confidence: fc.option(fc.integer({ min: 0, max: 30 })),
  });

  it('lets nothing through that any rule still fits, and takes nothing that none does', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anyFacts, (rules, facts) => {
        const found = heldBack(rules, facts, without(facts), productOf);
        if (found.whole) {
          expect(rules).toContain(found.whole);
          return;
        }
        const rest =
          found.lines.length === 0
            ? facts
            : without(facts)(new Set(found.lines.map((line) => line.variantId)))!;
        expect(heldBack(rules, rest, without(rest), productOf)).toEqual({ whole: null, lines: [] });
        for (const { variantId, rule } of found.lines)
          expect(rule.scope.variantId === variantId || rule.scope.productId === productOf(variantId)).toBe(
            true,
          );
      }),
      { numRuns: 1000 },
    );
  });
});
