import { describe, expect, it } from 'vitest';
import type { Agent, StoreInfo } from '../../shared/agent.ts';
import { ACTION_TYPES } from '../actions/action-types.ts';
import { supplierReader } from '../ledger/supplier-reader.ts';
import { createAutonomy } from './autonomy.ts';
import { createHarness, type Harness, NOON, OWNER } from './testing/harness.ts';

const PRICER: Agent = {
  id: 'pricer',
  title: 'Pricer',
  proposes: ['price.change'],
  schedule: { everyHours: 24 },
  run: async () => ({ findings: [], proposals: [], summary: '' }),
};
const HOUR = 3_600_000;
const TYPE = 'price.change';

function storeOf(id: string, currency: string): StoreInfo {
  return {
    id,
    name: id,
    shopDomain: `${id}.myshopify.com`,
    currency,
    zone: 'Europe/London',
    taxesIncluded: false,
  };
}

function open(stores = [storeOf('gbp', 'GBP')]) {
  const harness = createHarness({ agents: [PRICER] });
  const { ledger } = harness.life;
  const autonomy = createAutonomy({
    ledger,
    agents: [PRICER],
    types: new Map(ACTION_TYPES.map((type) => [type.type, type])),
    stores: () => stores,
    contextFor: (id) => ({
      store: stores.find((store) => store.id === id)!,
      mirror: {
        variant: (id: number) =>
          id === 11 ? { variantId: 11, title: 'Mug', price: 1000, unitCost: 400 } : null,
      } as never,
      suppliers: supplierReader(ledger, id, () => null),
      client: harness.shop,
    }),
  });
  return { harness, ledger, autonomy };
}

function propose({ life, clock }: Harness, price: number): number {
  const outcome = life.ledger.actions.propose(
    {
      type: TYPE,
      storeId: 'gbp',
      input: { variantId: 11, price, from: 1000 },
      title: `Mug to ${price}`,
      evidence: [],
      key: `price:gbp:${price}:${clock.now()}`,
    },
    { actor: { kind: 'agent', id: 'pricer' }, agent: 'pricer' },
  );
  if (outcome.outcome === 'dropped') throw new Error(outcome.because);
  return outcome.id;
}
const act = (limits: object) => ({
  agent: 'pricer',
  type: TYPE,
  storeId: 'gbp',
  level: 'act' as const,
  limits,
});

describe('autonomy', () => {
  it('is to propose until somebody sets it, for all stores or for one', () => {
    const { autonomy } = open([storeOf('gbp', 'GBP'), storeOf('usd', 'USD')]);
    expect(autonomy.list().map(({ storeId, level, from }) => [storeId, level, from])).toEqual([
      [null, 'propose', 'default'],
      ['gbp', 'propose', 'default'],
      ['usd', 'propose', 'default'],
    ]);
    autonomy.set({ agent: 'pricer', type: TYPE, level: 'observe', limits: {} }, OWNER);
    autonomy.set(act({ largestChange: 0.1 }), OWNER);
    expect(autonomy.list().map(({ storeId, level, from }) => [storeId, level, from])).toEqual([
      [null, 'observe', 'own'],
      ['gbp', 'act', 'own'],
      ['usd', 'observe', 'inherited'],
    ]);
  });

  it('as set is what a proposal meets: in its store, and in no other', () => {
    const { harness, autonomy } = open();
    const { orchestrator } = harness.life;
    autonomy.set(act({ largestChange: 0.1 }), OWNER);
    const wish = (storeId: string, price: number) =>
      orchestrator.propose(
        { type: TYPE, storeId, input: { variantId: 11, price, from: 1000 } },
        { kind: 'agent', id: 'pricer' },
      ).action.state;
    expect(wish('gbp', 1500)).toBe('proposed');
    expect(wish('other', 1050)).toBe('proposed');
    expect(wish('gbp', 1050)).toBe('approved');
  });

  it('sets no one amount for stores of several currencies', () => {
    const { autonomy } = open([storeOf('gbp', 'GBP'), storeOf('usd', 'USD')]);
    const input = { agent: 'pricer', type: TYPE, level: 'act' as const, limits: { moneyPerDay: 5_000 } };
    expect(() => autonomy.set(input, OWNER)).toThrow(/several currencies/);
    expect(autonomy.set({ ...input, storeId: 'usd' }, OWNER)).toMatchObject({ storeId: 'usd' });
  });
});

describe('a preview', () => {
  it('holds past proposals to the limits in their order, with the reason for each', async () => {
    const { harness, autonomy, ledger } = open();
    propose(harness, 1050);
    await harness.clock.advance(HOUR);
    propose(harness, 1400);
    await harness.clock.advance(HOUR);
    propose(harness, 1060);
    await harness.clock.advance(30 * HOUR);
    propose(harness, 1040);
    const preview = (limits: object, days = 30) =>
      autonomy.preview({ ...act(limits), days }, harness.clock.now());
    const told = (limits: object) =>
      preview(limits)
        .list.map(({ rule }) => rule)
        .reverse();
    expect(told({ largestChange: 0.1 })).toEqual([
      'mode.act',
      'limit.largest_change',
      'mode.act',
      'mode.act',
    ]);
    expect(told({ largestChange: 0.1, perDay: 1 })).toEqual([
      'mode.act',
      'limit.per_day',
      'limit.per_day',
      'mode.act',
    ]);
    expect(told({ coolDownHours: 24 })).toEqual([
      'mode.act',
      'limit.cool_down',
      'limit.cool_down',
      'mode.act',
    ]);
    expect(told({ marginFloor: 0.7 })).toEqual([
      'limit.margin_floor',
      'mode.act',
      'limit.margin_floor',
      'limit.margin_floor',
    ]);
    expect(preview({}, 1)).toMatchObject({ proposals: 1, letThrough: 1, money: [], withoutMoney: 1 });
    expect(autonomy.preview({ ...act({}), level: 'propose', days: 30 }, NOON + 40 * HOUR).letThrough).toBe(0);
    expect(ledger.policies.list()).toEqual([]);
  });
});
