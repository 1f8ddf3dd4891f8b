import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const pause = (storeId: string | null) => ({ agent: 'x', storeId, reason: 'stocktake' });

describe('a pause', () => {
  it('holds in its store alone, or everywhere', () => {
    const { pauses } = openTestLedger();
    expect(pauses.against('x', 'gbp')).toBeNull();
    pauses.set(pause('gbp'), ADA);
    expect(pauses.against('x', 'gbp')).toMatchObject({ storeId: 'gbp', by: 'ada', reason: 'stocktake' });
    expect(pauses.against('x', 'usd')).toBeNull();
    expect(pauses.against('y', 'gbp')).toBeNull();
    pauses.set(pause(null), ADA);
    expect(pauses.against('x', 'usd')).toMatchObject({ storeId: null });
  });

  it('is lifted in one store, or wherever there is one, and stands in the record', () => {
    const ledger = openTestLedger();
    ledger.pauses.set(pause('gbp'), ADA);
    ledger.pauses.set(pause('gbp'), ADA);
    ledger.pauses.set(pause(null), ADA);
    expect(ledger.pauses.lift('x', 'gbp', ADA)).toBe(true);
    expect(ledger.pauses.lift('x', 'gbp', ADA)).toBe(false);
    expect(ledger.pauses.lift('x', null, ADA)).toBe(true);
    expect(ledger.pauses.list()).toEqual([]);
    expect(ledger.audit.list().map(({ kind, storeId }) => [kind, storeId])).toEqual([
      ['agent.resumed', null],
      ['agent.resumed', 'gbp'],
      ['agent.paused', null],
      ['agent.paused', 'gbp'],
    ]);
  });
});
