import { describe, expect, it } from 'vitest';
import { type ErrorCode, RoyalError } from '../shared/errors.ts';
import { openTestLedger } from './ledger/testing/test-ledger.ts';
import type { StoreRuntime } from './store-runtime.ts';
import { createOwnSyncs, keepSynced } from './sync-schedule.ts';
import type { Log } from './telemetry/log.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const LOG = { warn: () => {} } as unknown as Log;

function shop(seen: number | null, credentialsKind = 'admin_token'): StoreRuntime {
  const mirror = { reader: () => ({ syncedAt: () => seen }) };
  return { info: { id: 'gbp' }, row: { credentialsKind }, mirror } as unknown as StoreRuntime;
}

const refused = (code: ErrorCode): RoyalError => new RoyalError({ code, message: 'No.', next: 'Wait.' });

/** One round of syncs of one store that ends as told. */
async function round(ledger: ReturnType<typeof openTestLedger>, refusal: ErrorCode | null, now = 1_000) {
  const ending = new AbortController();
  const stores = {
    open: () => [shop(now)],
    sync: async () => {
      ending.abort();
      if (refusal) throw refused(refusal);
      return undefined as never;
    },
  };
  const syncs = createOwnSyncs(stores, { ledger, clock: () => now, log: LOG });
  await keepSynced(stores, syncs, { signal: ending.signal, firstAfterMs: 0 });
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

  it('on a full disk ends no rounds', async () => {
    const ledger = openTestLedger();
    ledger.transaction = () => {
      throw refused('disk_full');
    };
    await round(ledger, 'shop_unavailable');
    expect(ledger.epochs.gaps()).toEqual([]);
  });

  it('is not one that refuses: it has answered', async () => {
    const ledger = openTestLedger();
    await round(ledger, 'credentials_invalid');
    expect(ledger.epochs.gaps()).toEqual([]);
    expect(kinds(ledger)).toEqual([]);
  });
});

describe('before an agent reads', () => {
  const going = new AbortController().signal;

  /** Syncs that end when `end` is called. */
  function open(longestWaitMs?: number) {
    const begun: { end(): void; fail(error: Error): void }[] = [];
    const stores = {
      sync: () => new Promise<never>((end, fail) => begun.push({ end: end as () => void, fail })),
    };
    const ledger = openTestLedger();
    return {
      begun,
      ledger,
      ...createOwnSyncs(stores, { ledger, clock: () => NOW, log: LOG, longestWaitMs }),
    };
  }

  it('an old mirror is synced once, also where several wait for it', async () => {
    const { begun, freshen, sync } = open();
    const seen = { at: NOW - HOUR };
    const store = {
      ...shop(seen.at),
      mirror: { reader: () => ({ syncedAt: () => seen.at }) },
    } as StoreRuntime;
    const waiting = [sync(store), freshen(store, going), freshen(store, going)];
    expect(begun).toHaveLength(1);
    begun[0]!.end();
    await Promise.all(waiting);
    const later = freshen(store, going);
    expect(begun).toHaveLength(2);
    seen.at = NOW;
    begun[1]!.end();
    expect(await later).toBe(true);
  });

  it('nothing is waited for where the rounds keep it fresh, where it was never loaded, and without a shop', () => {
    const { begun, freshen } = open();
    const stores = [shop(NOW - HOUR / 10), shop(NOW + HOUR), shop(null), shop(NOW - HOUR, 'none')];
    expect(stores.map((store) => freshen(store, going))).toEqual([null, null, null, null]);
    expect(begun).toEqual([]);
  });

  it('a sync that fails holds nobody up, and a shop that is away is told', async () => {
    const { begun, freshen, ledger } = open();
    const waiting = freshen(shop(NOW - HOUR), going);
    begun[0]!.fail(refused('shop_unavailable'));
    expect(await waiting).toBe(false);
    expect(kinds(ledger)).toEqual(['shop.not_reached']);
  });

  it('one that takes too long is left to itself, and so it is when the run is stopped', async () => {
    const slow = open(0);
    await slow.freshen(shop(NOW - HOUR), going);
    const stopped = open();
    const stop = new AbortController();
    const waiting = stopped.freshen(shop(NOW - HOUR), stop.signal);
    stop.abort();
    await waiting;
    for (const { begun, settled } of [slow, stopped]) {
      begun[0]!.end();
      await settled();
    }
  });
});
