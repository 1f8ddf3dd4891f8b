import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const line = (inventoryItemId: number) => ({
  variantId: inventoryItemId,
  inventoryItemId,
  title: `Mug ${inventoryItemId}`,
  sku: null,
  barcode: null,
  unitCost: 100,
  expected: 5,
});

/** One stocktake of two lines, each counted as seven and set by an action of its own. */
function finishing() {
  const ledger = openTestLedger();
  const { actions, stocktakes } = ledger;
  const { id, version } = stocktakes.create(
    { storeId: 'gbp', locationId: 31, name: 'Shelf', lines: [line(21), line(22)] },
    ADA,
  );
  const lines = () => stocktakes.lines(id, { filter: 'all', limit: 10, offset: 0 }).rows;
  for (const one of lines()) stocktakes.count(id, one.id, 7, 5, ADA);
  stocktakes.move(id, version, 'finishing', ADA);
  const parts = lines().map(({ inventoryItemId, title, expected, counted }, index) => {
    const input = {
      stocktakeId: id,
      locationId: 31,
      part: index + 1,
      lines: [{ inventoryItemId, title, expected, counted }],
    };
    const proposal = { type: 'stock.count', storeId: 'gbp', input, title, evidence: [], key: title };
    const { id: action } = actions.propose(proposal, { actor: ADA });
    stocktakes.addAction(id, action!);
    return action!;
  });
  const end = (action: number, to: 'verified' | 'failed') => {
    for (const state of ['approved', 'executing'] as const) actions.transition(action, state, { actor: ADA });
    actions.transition(action, to, { actor: ADA, outcome: { text: 'The shop says no.' } });
  };
  return { ledger, id, lines, parts: parts as [number, number], end };
}

describe('a stocktake of which a part was refused', () => {
  it('is counted on once the other part has ended, which is then what is expected', () => {
    const { ledger, id, lines, parts, end } = finishing();
    const { stocktakes } = ledger;
    end(parts[0], 'failed');
    stocktakes.reopenRefused(id);
    expect(stocktakes.require(id).state).toBe('finishing');
    end(parts[1], 'verified');
    for (const _ of ['once', 'and not again']) stocktakes.reopenRefused(id);
    expect(stocktakes.require(id)).toMatchObject({
      state: 'counting',
      version: 3,
      because: 'The shop says no.',
      different: 1,
      actionIds: [parts[1]],
    });
    expect(lines()).toMatchObject([
      { expected: 5, counted: 7 },
      { expected: 7, counted: 7 },
    ]);
    expect(stocktakes.finishing()).toEqual([]);
    expect(ledger.audit.list({ subject: `stocktake:${id}`, limit: 1 })).toMatchObject([
      { kind: 'stocktake.reopened', data: { refused: [parts[0]], set: [parts[1]] } },
    ]);
  });

  it('is no business of the refused part any more, also while it is finished again', () => {
    const { ledger, id, parts, end } = finishing();
    const { stocktakes } = ledger;
    end(parts[0], 'failed');
    ledger.actions.transition(parts[1], 'rejected', { actor: ADA, reason: 'Look again' });
    expect(stocktakes.awaits(id, parts[0])).toBe(true);
    stocktakes.reopenRefused(id);
    expect(stocktakes.require(id).because).toBe('The shop says no. ada turned it down: Look again');
    stocktakes.move(id, 3, 'finishing', ADA);
    expect(stocktakes.awaits(id, parts[0])).toBe(false);
    stocktakes.settleAfter(id, null);
    expect(stocktakes.require(id)).toMatchObject({ state: 'finished', because: null });
  });
});
