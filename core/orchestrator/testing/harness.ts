/** An orchestrator over a fake shop, for tests: it can be killed at any point and started again on the same files. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Agent, MirrorReader, StoreInfo, VariantFact } from '../../../shared/agent.ts';
import { RoyalError } from '../../../shared/errors.ts';
import { ACTION_TYPES } from '../../actions/action-types.ts';
import { createFakeShop, type FakeShop } from '../../actions/testing/fake-shop.ts';
import { type AppDb, openAppDb } from '../../app-db/app-db.ts';
import { setFaultHook } from '../../fault-point.ts';
import type { IntentStore } from '../../ledger/attempts.ts';
import { type Ledger, openLedger } from '../../ledger/ledger.ts';
import { supplierReader } from '../../ledger/supplier-reader.ts';
import {
  AUDIT_KEY,
  type MemoryAnchor,
  memoryAnchor,
  temporaryFolder,
} from '../../ledger/testing/test-ledger.ts';
import { createOrchestrator } from '../orchestrator.ts';
import type { Orchestrator } from '../types.ts';
import { createFakeClock, type FakeClock, settle } from './fake-clock.ts';

export const OWNER = { kind: 'person', id: 'ada' } as const;
const STORE: StoreInfo = {
  id: 'gbp',
  name: 'Shop',
  shopDomain: 'shop.myshopify.com',
  currency: 'GBP',
  zone: 'Europe/London',
  taxesIncluded: false,
};
/** 2026-11-23T12:00:00Z, a Monday. */
export const NOON = Date.UTC(2026, 10, 23, 12);

const VARIANT: VariantFact = {
  variantId: 11,
  productId: 900,
  inventoryItemId: 21,
  title: 'Mug',
  sku: 'MUG',
  vendor: 'ACME',
  productType: 'Mugs',
  tags: [],
  productStatus: 'ACTIVE',
  isGiftCard: false,
  tracked: true,
  inventoryPolicy: 'DENY',
  requiresComponents: false,
  components: [],
  price: 1000,
  unitCost: 400,
  shopCost: 400,
  stockKnown: true,
  available: 5,
  onHand: 5,
  incoming: 0,
  createdAt: 0,
  publishedAt: 0,
};

/** Thrown by a fault point in place of SIGKILL; from then on nothing can be written any more. */
class Crash extends Error {}

interface Life {
  ledger: Ledger;
  appDb: AppDb;
  orchestrator: Orchestrator;
}

export interface Harness {
  clock: FakeClock;
  shop: FakeShop;
  anchor: MemoryAnchor;
  life: Life;
  folder: string;
  /** Ends this life as a crash would and begins another on the same files; not started. */
  reopen(between?: () => void): Life;
  /** Kills the process, as far as the files can tell, at the n-th fault point from now (from 1); names it. */
  crashAt(n: number): { name: () => string | null };
  logged: string[];
  /** false: the store can't be opened in this life. */
  storeOpens: boolean;
}

export function createHarness(
  options: {
    agents?: Agent[];
    /** false: the scheduler serves no store. */
    scheduled?: boolean;
    intents?: (ledger: Ledger) => IntentStore;
    variants?: VariantFact[];
    isImporting?: () => boolean;
    freshen?: (signal: AbortSignal) => Promise<boolean> | null;
    syncedAt?: () => number;
  } = {},
): Harness {
  const folder = temporaryFolder();
  const clock = createFakeClock(NOON);
  const shop = createFakeShop(() => clock.now());
  shop.prices.set(11, '10.00');
  shop.levels.set('21:31', 5).set('21:32', 0).set('22:31', 8);
  shop.tags.set(41, ['vip']);
  const anchor = memoryAnchor();
  const logged: string[] = [];
  const log = (_facts: object, text: string): void => void logged.push(text);
  const storeOpens = (): boolean => harness.storeOpens;
  const open = (): Life => {
    const ledger = openLedger(join(folder, 'ledger.db'), { now: clock.now, anchor, auditKey: AUDIT_KEY });
    const appDb = openAppDb(join(folder, 'app.db'), { now: clock.now });
    const orchestrator = createOrchestrator({
      ledger,
      appDb,
      agents: options.agents ?? [],
      actionTypes: ACTION_TYPES,
      contextFor: (storeId) => {
        if (!storeOpens())
          throw new RoyalError({ code: 'key_lost', message: 'The store is shut.', next: 'Open it.' });
        return {
          store: { ...STORE, id: storeId },
          mirror: fakeMirror(options.variants ?? [VARIANT], options.syncedAt),
          suppliers: supplierReader(ledger, storeId, () => null),
          client: shop,
        };
      },
      stores: () => (options.scheduled === false ? [] : [STORE]),
      isImporting: options.isImporting,
      freshen: (_storeId, signal) => options.freshen?.(signal) ?? null,
      tasks: { run: () => Promise.reject(new Error('no pool here')), concurrency: 1 },
      clock,
      emit: () => {},
      log: { info: log, warn: log, error: log },
      intents: options.intents?.(ledger),
    });
    return { ledger, appDb, orchestrator };
  };
  const close = (life: Life): void => {
    life.ledger.close();
    life.appDb.close();
  };
  const harness: Harness = {
    clock,
    shop,
    anchor,
    folder,
    logged,
    storeOpens: true,
    life: open(),
    reopen(between) {
      setFaultHook(null);
      close(harness.life);
      between?.();
      harness.life = open();
      return harness.life;
    },
    crashAt(n) {
      let passed = 0;
      let dead: string | null = null;
      const { ledger, appDb } = harness.life;
      setFaultHook((name) => {
        passed += 1;
        if (dead === null && passed < n) return;
        if (dead === null) {
          dead = name;
          ledger.close();
          appDb.close();
        }
        throw new Crash(name);
      });
      return { name: () => dead };
    },
  };
  onTestFinished(async () => {
    setFaultHook(null);
    await settle();
    close(harness.life);
  });
  return harness;
}

function fakeMirror(variants: VariantFact[], syncedAt = () => NOON): MirrorReader {
  return {
    variants: ({ after, limit }) =>
      variants.filter(({ variantId }) => variantId > (after ?? Number.MIN_SAFE_INTEGER)).slice(0, limit),
    variant: (id) => variants.find(({ variantId }) => variantId === id) ?? null,
    shelves: () => [],
    sentUnits: () => [],
    settle: () => {},
    variantDays: () => [],
    stockDays: () => [],
    closedDays: () => [],
    country: () => null,
    history: () => ({ firstDay: null, limited: false }),
    syncedAt,
    salesUntil: () => NOON,
    keptOutlook: () => null,
    keptPool: () => null,
  };
}
