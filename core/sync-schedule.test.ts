import { describe, expect, it } from 'vitest';
import { type ErrorCode, RoyalError } from '../shared/errors.ts';
import { openTestLedger } from './ledger/testing/test-ledger.ts';
import type { StoreRuntime } from './stores.ts';
import { keepSynced } from './sync-schedule.ts';
import type { Log } from './telemetry/log.ts';

const SHOP = { info: { id: 'gbp' }, row: { credentialsKind: 'admin_token' } } as StoreRuntime;
const LOG = { warn: () => {} } as unknown as Log;

/** One round of syncs of one store that ends as told. */
async function round(ledger: ReturnType<typeof openTestLedger>, refusal: ErrorCode | null, now = 1_000) {
  const ending = new AbortController();
  const stores = {
    open: () => [SHOP],
    sync: async () => {
      ending.abort();
      if (refusal) throw new RoyalError({ code: refusal, message: 'No.', next: 'Wait.' });
      return undefined as never;
    },
  };
  await keepSynced(
    stores,
    { ledger, clock: () => now, log: LOG },
    { signal: ending.signal, firstAfterMs: 0 },
  );
}

const kinds = (ledger: ReturnType<typeof openTestLedger>): string[] =>
  ledger.events.since(0).events.map((event) => event.kind);

describe('a shop that does not answer', () => {
  it('is told once, and once that it answers again', async () => {
    const ledger = openTestLedger();
    await round(ledger, 'shop_unavailable', 1_000);
    await round(ledger, 'answer_lost', 2_000);
    expect(ledger.epochs.gaps()).toMatchObject([{ cause: 'offline', storeId: 'gbp', from: 1_000, to: null }]);
    await round(ledger, null, 3_000);
    await round(ledger, null, 4_000);
    expect(ledger.epochs.gaps()).toMatchObject([{ from: 1_000, to: 3_000 }]);
    expect(kinds(ledger)).toEqual(['shop.not_reached', 'shop.reached']);
  });

  it('is not one that refuses: it has answered', async () => {
    const ledger = openTestLedger();
    await round(ledger, 'credentials_invalid');
    expect(ledger.epochs.gaps()).toEqual([]);
    expect(kinds(ledger)).toEqual([]);
  });
});
