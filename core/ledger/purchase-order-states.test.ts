import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows, type PurchaseOrderStep, stateAfterReceipt } from './purchase-order-states.ts';
import type { PurchaseOrderState } from './types.ts';

const part = fc.record({
  quantity: fc.integer({ min: 1, max: 50 }),
  received: fc.nat(60),
  damaged: fc.nat(10),
  short: fc.nat(10),
});
const line = fc.record({ allocations: fc.array(part, { minLength: 1, maxLength: 3 }) });

describe('the states of a purchase order', () => {
  it('no step leads out of what is over', () => {
    const steps: PurchaseOrderStep[] = ['edit', 'adjust', 'send', 'receive', 'cancel', 'close'];
    for (const state of ['closed', 'cancelled'] as const)
      for (const step of steps) expect(allows(state, step)).toBe(false);
  });

  it('a receipt moves an order by what came at all places of its lines, and never opens one that is over', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom<PurchaseOrderState>(
          'draft',
          'sent',
          'partly_received',
          'received',
          'closed',
          'cancelled',
        ),
        fc.boolean(),
        (lines, state, sent) => {
          const after = stateAfterReceipt({ state, sentAt: sent ? 1 : null, lines });
          const parts = lines.flatMap(({ allocations }) => allocations);
          const came = parts.map((one) => one.received + one.damaged + one.short);
          const all = parts.every((one, at) => came[at]! >= one.quantity);
          const over = state === 'closed' || state === 'cancelled';
          const moved = all ? 'received' : 'partly_received';
          const nothing = came.every((units) => units === 0);
          expect(after).toBe(over ? state : nothing ? (sent ? 'sent' : 'draft') : moved);
        },
      ),
    );
  });
});
