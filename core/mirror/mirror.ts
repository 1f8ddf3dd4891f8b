/** The mirror of one store: what Shopify knows, kept locally, and what is computed from it. */
import type { MirrorReader } from '../../shared/agent.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { Day } from '../../shared/time.ts';
import { asRoyalError, type Database, openDatabase } from '../sqlite/open.ts';
import { type CatalogWriter, catalogWriter } from './catalog.ts';
import { bookedDays, checkMirror } from './check.ts';
import { closedDays } from './closed-days.ts';
import {
  type CustomerWriter,
  customerWriter,
  fulfillmentOrderWriter,
  peopleFinder,
  sealCustomer,
} from './customers.ts';
import { DayClock } from './day-clock.ts';
import { heldOf, otherCurrencies } from './examination.ts';
import { exportQueries } from './export-queries.ts';
import { homeCountry } from './home-country.ts';
import { migrations } from './migrations/list.ts';
import { type DetailWriter, detailWriter, findDetailsAhead } from './order-details.ts';
import { packOrders } from './order-packer.ts';
import { orderQueries } from './order-queries.ts';
import { type OrderWriter, orderWriter } from './orders.ts';
import { madeOutlook } from './outlooks.ts';
import { markOwnCosts, ownCosts } from './own-costs.ts';
import { deriveKeys, keyCheck, type PeopleKeys } from './people.ts';
import { placeQueries } from './place-queries.ts';
import { productQueries } from './product-queries.ts';
import { progressMarks } from './progress-marks.ts';
import { removeUnlisted } from './reconcile.ts';
import { type FulfillmentOrderRecord, NO_SHOP, type ShopRecord } from './records.ts';
import { RollUps } from './roll-ups.ts';
import { salesQueries } from './sales-queries.ts';
import { stockQueries } from './stock-queries.ts';
import { stockShelf } from './stock-shelf.ts';
import { stockTable } from './stock-table.ts';
import { supplyQueries } from './supply-queries.ts';
import type { Mirror, MirrorOptions, ProgressMark, ReconciledKind } from './types.ts';

export type { DayFigures, Mirror, ProgressMark, ReconciledKind } from './types.ts';

/** What a bulk load needs of a mirror beyond its face: the writers, and transactions that only mark days. */
export interface BulkTarget {
  readonly db: Database;
  readonly keys: PeopleKeys;
  readonly catalog: CatalogWriter;
  readonly orders: OrderWriter;
  readonly details: DetailWriter;
  readonly customers: CustomerWriter;
  readonly fulfillmentOrder: (row: FulfillmentOrderRecord) => void;
  write(work: () => void, progress: ProgressMark): void;
  /** Settles days that the load has left behind, for a few milliseconds; false where there are none. */
  settleQuiet(): boolean;
}

const targets = new WeakMap<Mirror, BulkTarget>();

/** For core/mirror/ingest.ts and core/imports. */
export function bulkTargetOf(mirror: Mirror): BulkTarget {
  const target = targets.get(mirror);
  if (!target) throw new TypeError('Not a mirror of openMirror');
  return target;
}

/** What a screen's question may spend on days still unsettled before it answers. */
const SETTLE_FOR_A_SCREEN_MS = 20;
const QUIET_SLICE_MS = 10;
const SYNCED_AT = 'synced_at';
const HISTORY_LIMITED = 'history_limited';

/**
 * Opens or creates a store's mirror. Throws RoyalError: key_wrong where the file was written under another data
 * key, and whatever core/sqlite/open.ts throws.
 */
export function openMirror(file: string, options: MirrorOptions): Mirror {
  const label = `the mirror of store ${options.storeId}`;
  const opening = { label, whenDamaged: `Fetch it again with \`royal sync ${options.storeId} --full\`.` };
  const keys = deriveKeys(options.storeId, options.dataKey);
  const db = openDatabase(file, {
    ...opening,
    synchronous: 'NORMAL',
    migrations,
    secureDelete: true,
    checkpointPages: 2000,
    readOnly: options.readOnly ?? false,
  });
  try {
    checkKey(db, keys, options);
    return compose(db, file, keys, options, (error) => asRoyalError(error, file, opening));
  } catch (error) {
    db.close();
    throw asRoyalError(error, file, opening);
  }
}

function checkKey(db: Database, keys: PeopleKeys, options: MirrorOptions): void {
  const stored = db.prepare("SELECT value FROM meta WHERE key = 'key_check'").pluck().get();
  const check = keyCheck(keys);
  if (stored === check) return;
  if (stored === undefined && !options.readOnly) {
    db.prepare("INSERT INTO meta VALUES ('key_check', ?)").run(check);
    return;
  }
  throw new RoyalError({
    code: 'key_wrong',
    message: `The mirror of store ${options.storeId} was written under another data key.`,
    next: 'Restore the key it was written with, or remove the mirror and sync again.',
    details: { storeId: options.storeId },
  });
}

function compose(
  db: Database,
  file: string,
  keys: PeopleKeys,
  options: MirrorOptions,
  told: (error: unknown) => unknown,
): Mirror {
  const now = options.now ?? Date.now;
  const shopRow = db.prepare('SELECT * FROM shop');
  const readShop = (): ShopRecord | null => {
    const row = shopRow.get() as
      | (Omit<ShopRecord, 'taxesIncluded' | 'shopDomain'> & { shop_domain: string; taxes_included: number })
      | undefined;
    if (!row) return null;
    const { shop_domain, taxes_included, ...rest } = row;
    return { ...rest, shopDomain: shop_domain, taxesIncluded: taxes_included === 1 };
  };
  let shop = readShop();
  let dayClock = new DayClock(shop?.zone ?? 'UTC');
  const clock = (): DayClock => dayClock;

  const rollUps = new RollUps(db, clock);
  const touch = (day: Day): void => rollUps.touch(day);
  const detailsAhead = findDetailsAhead(db);
  const catalog = catalogWriter(db, rollUps);
  const orders = orderWriter(db, clock, touch, detailsAhead);
  const details = detailWriter(db, orders, touch, detailsAhead);
  const customers = customerWriter(db);
  const fulfillmentOrder = fulfillmentOrderWriter(db);
  const sales = salesQueries(db, clock);
  const country = homeCountry(db);
  const stock = stockQueries(db);
  const shelf = stockShelf(db, {
    judge: options.judge,
    today: () => dayClock.dayOf(now()),
    now,
    readOnly: options.readOnly ?? false,
  });
  const people = peopleFinder(db, keys);
  const exported = exportQueries(db);

  const marks = progressMarks(db);

  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw told(error);
    }
  };
  const transact = (work: () => void, progress: ProgressMark | undefined, settle: 'now' | 'later'): void =>
    guarded(() => {
      try {
        db.transaction(() => {
          work();
          rollUps.finish(settle);
          if (progress) marks.set(progress.key, progress.value);
        }).immediate();
      } catch (error) {
        rollUps.abandon();
        for (const id of findDetailsAhead(db)) detailsAhead.add(id);
        throw error;
      }
    });
  const write = (work: () => void, progress?: ProgressMark): void => transact(work, progress, 'now');

  const settle = (budgetMs: number): number => {
    if (options.readOnly) return rollUps.pending();
    return guarded(() => rollUps.settle(budgetMs));
  };
  const pendingAfter = (budgetMs: number): number => {
    const pending = rollUps.pending();
    return pending === 0 ? 0 : settle(budgetMs);
  };
  const settleWithin = (from: Day, to: Day): void => {
    if (!options.readOnly) guarded(() => rollUps.settleWithin(from, to));
  };
  const settleAll = (): void => {
    pendingAfter(Number.POSITIVE_INFINITY);
  };

  const reader: MirrorReader = {
    variants: (page) => guarded(() => stock.variants(page)),
    variant: (id) => guarded(() => stock.variant(id)),
    ...guardedAll(placeQueries(db), guarded),
    settle: settleWithin,
    variantDays: (from, to) => mirror.variantDays(from, to),
    stockDays: (from, to, whole) => options.stockDays?.(from, to, whole) ?? [],
    closedDays: (from, to) => guarded(() => closedDays(sales.ordersByDay(), from, to)),
    country: () => guarded(country),
    history: () => ({
      firstDay: guarded(sales.firstDay),
      limited: marks.get(HISTORY_LIMITED) === '1',
    }),
    keptOutlook: (variantId) => madeOutlook(guarded(() => shelf.outlook(variantId))),
    keptPool: () => guarded(shelf.outlookPool),
    syncedAt() {
      const at = marks.get(SYNCED_AT);
      return at === null ? null : Number(at);
    },
    salesUntil: () => (shop?.id === NO_SHOP ? guarded(sales.newestOrder) : reader.syncedAt()),
  };

  const removers: Record<ReconciledKind, (id: number) => void> = {
    products: catalog.removeProduct,
    variants: catalog.removeVariant,
    orders: orders.remove,
    customers: customers.remove,
  };

  const mirror: Mirror = {
    storeId: options.storeId,
    file,

    setShop(next) {
      const sumsChanged = shop !== null && (shop.zone !== next.zone || shop.currency !== next.currency);
      const clockBefore = dayClock;
      if (clockBefore.zone !== next.zone) dayClock = new DayClock(next.zone);
      try {
        transact(
          () => {
            db.prepare('DELETE FROM shop').run();
            db.prepare('INSERT INTO shop VALUES (?, ?, ?, ?, ?, ?, ?)').run(
              next.id,
              next.name,
              next.shopDomain,
              next.currency,
              next.zone,
              next.taxesIncluded ? 1 : 0,
              next.plan,
            );
            if (sumsChanged) {
              rollUps.touchEverything(bookedDays(db, dayClock));
              markOwnCosts(db);
            }
          },
          undefined,
          'later',
        );
        shop = next;
      } catch (error) {
        dayClock = clockBefore;
        throw error;
      }
    },
    shop: () => shop,

    upsertProducts: (rows, progress) =>
      write(() => {
        for (const row of rows) catalog.product(row, true);
      }, progress),
    upsertLocations: (rows, progress) => write(() => rows.forEach(catalog.location), progress),
    upsertInventory: (rows, progress) =>
      write(() => {
        for (const row of rows) catalog.inventory(row, true);
      }, progress),
    upsertOrders: (rows, progress) => write(() => orders.write(packOrders(rows, keys), true), progress),
    applyOrderDetails: (rows, progress) => write(() => rows.forEach(details.write), progress),
    upsertCustomers: (rows, progress) =>
      write(() => {
        for (const row of rows) customers.write(sealCustomer(row, keys));
      }, progress),
    upsertFulfillmentOrders: (rows, progress) => write(() => rows.forEach(fulfillmentOrder), progress),

    ...ownCosts(db, rollUps, write),
    getProgress: marks.get,
    setProgress: (key, value) => guarded(() => marks.set(key, value)),

    reconcileIds: (kind, ids, window) =>
      removeUnlisted(db, kind, ids, window, (gone) => write(() => gone.forEach(removers[kind]))).catch(
        (error: unknown) => {
          throw told(error);
        },
      ),
    ordersNeedingDetail: (limit) => guarded(() => details.due(limit)),
    customerMarks: (id) => guarded(() => people.marksOf(id)),
    deleteCustomer: (id, marks = []) =>
      write(() => {
        customers.remove(id);
        for (const mark of marks) customers.removeGuests(Buffer.from(mark, 'hex'));
      }),

    markSynced: (at) => guarded(() => marks.set(SYNCED_AT, String(at))),
    setHistoryLimited: (limited) => guarded(() => marks.set(HISTORY_LIMITED, limited ? '1' : null)),
    settleRollUps: (budgetMs = 25) => settle(budgetMs),

    check() {
      try {
        settleAll();
        const problems = checkMirror(db, rollUps, dayClock);
        return { ok: problems.length === 0, problems };
      } catch (error) {
        const known = told(error);
        if (known instanceof RoyalError) return { ok: false, problems: [known.message] };
        throw error;
      }
    },
    otherCurrencies: () => guarded(() => otherCurrencies(db, dayClock)),
    heldOf: (kind, ids) => guarded(() => heldOf(db, kind, ids)),
    close() {
      targets.delete(mirror);
      db.close();
    },

    supply: supplyQueries(db, now),
    reader: () => reader,
    counts: () => guarded(stock.counts),
    countOf: (what) => guarded(() => stock.countOf(what)),
    today: (at = now()) => guarded(() => sales.today(at, pendingAfter(SETTLE_FOR_A_SCREEN_MS))),
    todayByHour(at = now()) {
      const pendingDays = pendingAfter(SETTLE_FOR_A_SCREEN_MS);
      return { ...guarded(() => sales.todayByHour(at)), pendingDays };
    },
    salesDays(from, to) {
      pendingAfter(SETTLE_FOR_A_SCREEN_MS);
      return guarded(() => sales.salesDays(from, to));
    },
    margin(from, to) {
      pendingAfter(SETTLE_FOR_A_SCREEN_MS);
      return guarded(() => sales.margin(from, to));
    },
    recentOrders: (limit) => guarded(() => sales.recentOrders(limit)),
    ...guardedAll(orderQueries(db), guarded),
    ...guardedAll(productQueries(db), guarded),
    ...guardedAll(stockTable(db, shelf.stockMoved), guarded),
    ...guardedAll(shelf, guarded),
    variantDays: (from, to) =>
      guarded(() => {
        settleWithin(from, to);
        return sales.variantDays(from, to);
      }),
    stockNow: (page) => guarded(() => stock.stockNow(page)),
    figures() {
      settleAll();
      const { first, last } = allDays(db);
      return guarded(() => ({
        currency: shop?.currency ?? '',
        zone: dayClock.zone,
        days: first === null || last === null ? [] : sales.salesDays(first, last).filter(hasSomething),
        variantDays: first === null || last === null ? [] : sales.variantDays(first, last),
        stock: stock.stock(),
        prices: stock.prices(),
        counts: stock.counts(),
      }));
    },
    orderPerson: (id) => guarded(() => people.orderPerson(id)),
    customerPerson: (id) => guarded(() => people.customerPerson(id)),
    findCustomers: (query, limit) => guarded(() => people.findCustomers(query, limit)),
    findGuestOrders: (email) => guarded(() => people.findGuestOrders(email)),
    customerFacts: (id) => guarded(() => exported.customerFacts(id)),
    exportPage: (what, after, limit) => guarded(() => exported.exportPage(what, after, limit)),
  };
  targets.set(mirror, {
    db,
    keys,
    catalog,
    orders,
    details,
    customers,
    fulfillmentOrder,
    write: (work, progress) => transact(work, progress, 'later'),
    settleQuiet: () => guarded(() => rollUps.settleQuiet(QUIET_SLICE_MS)),
  });
  return mirror;
}

/** Each method with its errors told in plain words. */
function guardedAll<Part extends object>(part: Part, guarded: <T>(work: () => T) => T): Part {
  const wrapped = Object.entries(part).map(([name, method]) => [
    name,
    (...input: unknown[]) => guarded(() => (method as (...input: unknown[]) => unknown)(...input)),
  ]);
  return Object.fromEntries(wrapped) as Part;
}

function allDays(db: Database): { first: Day | null; last: Day | null } {
  return db.prepare('SELECT min(day) AS first, max(day) AS last FROM store_days').get() as {
    first: Day | null;
    last: Day | null;
  };
}

function hasSomething({ day: _, ...figures }: { day: Day }): boolean {
  return Object.values(figures).some((value) => value !== 0);
}
