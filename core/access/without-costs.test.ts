import { isContractProcedure } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../shared/contract/contract.ts';
import { formatMoney } from '../../shared/money.ts';
import { HELPER_MAY } from './permissions.ts';
import { COST_FIELDS, withoutCosts } from './without-costs.ts';

describe('an answer for a helper', () => {
  it('has no cost fields, wherever they stand, and all the rest', () => {
    const stock = {
      title: 'Mug',
      price: { minor: 900, currency: 'GBP' },
      unitCost: { minor: 400, currency: 'GBP' },
    };
    expect(withoutCosts([stock])).toEqual([{ ...stock, unitCost: null }]);
    expect(withoutCosts({ input: { lines: [{ quantity: 3, unitCost: 400 }] } })).toEqual({
      input: { lines: [{ quantity: 3, unitCost: null }] },
    });
  });

  it('has no total of a purchase order, and keeps that of an order', () => {
    expect(withoutCosts({ supplier: 'ACME', lines: [], total: { minor: 1, currency: 'GBP' } })).toMatchObject(
      {
        total: null,
      },
    );
    expect(withoutCosts({ name: '#1001', total: { minor: 1, currency: 'GBP' } })).toMatchObject({
      total: { minor: 1 },
    });
  });

  it('says what an action is without what it is worth', () => {
    const action = { title: 'Order 3 Mugs', effect: { low: 1, mid: 2, high: 3 }, evidence: [] };
    expect(withoutCosts(action)).toEqual({ title: 'Order 3 Mugs', evidence: [] });
  });

  it.each(['GBP', 'USD', 'JPY', 'KWD', 'TRY'])('has no amount of %s in a sentence', (currency) => {
    const amount = formatMoney(123_456, currency);
    const told = withoutCosts({
      lines: [`3 × Mug at ${amount}`],
      warnings: [],
      text: `Costs -${amount}, sells 12.`,
    });
    expect(JSON.stringify(told)).not.toContain(amount);
    expect(told.text).toBe('Costs (amount withheld), sells 12.');
    expect(told.lines[0]).toMatch(/^3 × Mug at/);
  });

  it('has no money at all that is not known to be the buyer’s', () => {
    const money = { minor: 777_777, currency: 'GBP' };
    expect(withoutCosts({ price: money, somethingNew: money, refunded: money })).toEqual({
      price: money,
      somethingNew: null,
      refunded: money,
    });
  });

  it('says of an event what it is of, and not what it holds', () => {
    const event = {
      seq: 1,
      kind: 'supplier.changed',
      data: { unitCost: 4, actionId: 7, text: '4 at £9.99' },
    };
    expect(withoutCosts({ events: [event] })).toEqual({
      events: [{ ...event, data: { actionId: 7, text: '4 at (amount withheld)' } }],
    });
  });

  it('tells nothing that a margin can be reckoned from', () => {
    const line = {
      kind: 'reorder_line',
      text: 'Needed in 14 days: 20 units, and 9 units in reserve for a service level of 68.1% (class B, since it brings a good part of the sales, and a unit earns little for what holding it costs): reorder below 26 units. Order 12 by Tuesday.',
      data: { variantId: 1, serviceLevel: 0.681, needVariance: 31.5, safetyStock: 9, quantity: 12 },
    };
    const terms = { text: 'ACME: service level 95%, packs of 6' };
    expect(withoutCosts({ evidence: [line, terms] }).evidence).toEqual([
      {
        kind: 'reorder_line',
        text: 'Needed in 14 days: 20 units, and 9 units in reserve for a service level (withheld): reorder below 26 units. Order 12 by Tuesday.',
        data: { variantId: 1, safetyStock: 9, quantity: 12 },
      },
      { text: 'ACME: service level (withheld), packs of 6' },
    ]);
    const risks = ['2 lines cost more than they bring in: Mug (£3.10 net), Cup (£1.20 net).', 'Late.'];
    expect(withoutCosts({ risks }).risks).toEqual(['Costs and margins are shown to owners only.', 'Late.']);
  });

  it('leaves the name of a product as it is', () => {
    expect(withoutCosts({ title: 'The £5 mug' })).toEqual({ title: 'The £5 mug' });
  });
});

describe('what a helper may call', () => {
  const procedures = new Map<string, unknown>();
  const walk = (node: unknown, path: string[]): void => {
    if (isContractProcedure(node)) procedures.set(path.join('.'), node['~orpc'].outputSchema);
    else
      for (const [name, child] of Object.entries(node as Record<string, unknown>))
        walk(child, [...path, name]);
  };
  walk(contract, []);

  it('is there', () => {
    expect([...HELPER_MAY].filter((name) => !procedures.has(name))).toEqual([]);
  });

  it.each([...HELPER_MAY])('%s states its costs as such that may be missing', (name) => {
    const schema = procedures.get(name);
    if (!(schema instanceof z.ZodType)) return;
    const required: string[] = [];
    const look = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties')
          for (const [field, shape] of Object.entries(value as Record<string, object>))
            if (COST_FIELDS.has(field) && !JSON.stringify(shape).includes('"null"'))
              required.push(`${at}.${field}`);
        look(value, `${at}.${key}`);
      }
    };
    look(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), '');
    expect(required).toEqual([]);
  });
});
