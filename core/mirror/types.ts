/** What a mirror offers: writing what Shopify says, and asking about it. */

import type { StoreId } from '../../shared/action.ts';
import type { IdPage, MirrorReader, VariantDay } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { ExportPage, MirrorExport } from './export-queries.ts';
import type { OrderQueries } from './order-queries.ts';
import type { OwnCosts } from './own-costs.ts';
import type { ProductQueries } from './product-queries.ts';
import type {
  CustomerRecord,
  FulfillmentOrderRecord,
  InventoryItemRecord,
  LocationRecord,
  OrderDetailRecord,
  OrderRecord,
  Person,
  ProductRecord,
  ShopRecord,
} from './records.ts';
import type { StockJudge, StockShelf } from './stock-shelf.ts';
import type { StockTable } from './stock-table.ts';
import type { SupplyQueries } from './supply-queries.ts';
import type { TodayByHour } from './usual-day.ts';

export interface MirrorOptions {
  storeId: StoreId;
  /** 32 bytes; the keys for people and for their blind indexes are derived from it. */
  dataKey: Buffer;
  now?: () => EpochMs;
  readOnly?: boolean;
  /** Stock snapshots are the ledger's; the reader hands them through. */
  stockDays?: MirrorReader['stockDays'];
  /** Terms and open orders are the ledger's, judging is the agent's; without it no stock is judged. */
  judge?: StockJudge;
}

/** Committed in the same transaction as the rows; a null value removes the key. */
export interface ProgressMark {
  key: string;
  value: string | null;
}

/** What a sync takes in, and may fail to read. */
export type RecordKind =
  | 'products'
  | 'inventory'
  | 'customers'
  | 'orders'
  | 'fulfillmentOrders'
  | 'orderDetails';

/** Orders of one currency that is not the shop's, by their days. */
export interface OtherCurrency {
  currency: Currency;
  orders: number;
  first: Day;
  last: Day;
}

export type ReconciledKind = 'products' | 'variants' | 'orders' | 'customers';

/** Sales of one local day; docs/numbers.md says what each is. */
export interface DayFigures {
  day: Day;
  orders: number;
  grossSales: Minor;
  discounts: Minor;
  returns: Minor;
  netSales: Minor;
  taxes: Minor;
  shipping: Minor;
  tips: Minor;
  duties: Minor;
  unitsSold: number;
  unitsReturned: number;
}

/** What is compared with /sandbox/truth. */
export interface MirrorFigures {
  currency: Currency;
  zone: string;
  days: DayFigures[];
  variantDays: VariantDay[];
  stock: { inventoryItemId: ShopifyId; locationId: ShopifyId; available: number; onHand: number }[];
  prices: { variantId: ShopifyId; price: Minor }[];
  counts: MirrorCounts;
}

export interface MirrorCounts {
  products: number;
  variants: number;
  orders: number;
  lines: number;
  customers: number;
}

/** Every write is one transaction; callers give at most 2,000 rows. Throws RoyalError (disk_full, database_damaged …). */
export interface Mirror extends MirrorQueries, OwnCosts {
  readonly storeId: StoreId;
  readonly file: string;
  setShop(shop: ShopRecord): void;
  shop(): ShopRecord | null;

  /** Idempotent; a payload with an older `updatedAt` than the row never overwrites it, the same or a newer does. */
  upsertProducts(rows: readonly ProductRecord[], progress?: ProgressMark): void;
  upsertLocations(rows: readonly LocationRecord[], progress?: ProgressMark): void;
  upsertInventory(rows: readonly InventoryItemRecord[], progress?: ProgressMark): void;
  upsertOrders(rows: readonly OrderRecord[], progress?: ProgressMark): void;
  applyOrderDetails(rows: readonly OrderDetailRecord[], progress?: ProgressMark): void;
  upsertCustomers(rows: readonly CustomerRecord[], progress?: ProgressMark): void;
  upsertFulfillmentOrders(rows: readonly FulfillmentOrderRecord[], progress?: ProgressMark): void;

  getProgress(key: string): string | null;
  setProgress(key: string, value: string | null): void;

  /**
   * Removes what the shop no longer has: rows created in [from, before) whose id is not among `ids`; a product
   * goes with its variants, an order with everything of it. `before` is when the shop began to list its ids,
   * `from` the start of what it lists at all (60 days ago where older orders are withheld).
   */
  reconcileIds(
    kind: ReconciledKind,
    ids: Iterable<ShopifyId> | AsyncIterable<ShopifyId>,
    window: { before: EpochMs; from?: EpochMs },
  ): Promise<{ removed: number }>;
  /** Orders whose refunds, returns or edits are to be fetched, oldest id first. */
  ordersNeedingDetail(limit: number): ShopifyId[];
  /** What rows of exports know the customer by: keyed marks of e-mail addresses and phone. */
  customerMarks(id: ShopifyId): string[];
  /**
   * Removes the customer and every personal blob of theirs, those of their orders too, and those of orders without a
   * customer under one of the marks; the orders stay.
   */
  deleteCustomer(id: ShopifyId, marks?: readonly string[]): void;

  /** Watermark of the newest complete sync. */
  markSynced(at: EpochMs): void;
  /** Whether Shopify withholds orders older than 60 days. */
  setHistoryLimited(limited: boolean): void;

  /**
   * A bulk load marks the days it touches instead of adding them up; this settles marked days for about
   * `budgetMs` (one day at least) and returns how many are left. Everything else keeps roll-ups as it writes.
   */
  settleRollUps(budgetMs?: number): number;

  /** Recomputes every roll-up and compares; checks the file itself. Slow: for `royal doctor`. */
  check(): { ok: boolean; problems: string[] };
  /** Orders that are kept but count in no sum, for they are not in the shop's currency; one row each. */
  otherCurrencies(): OtherCurrency[];
  /** Those of the ids of which the mirror has something, if only an earlier version. */
  heldOf(kind: RecordKind, ids: readonly ShopifyId[]): ShopifyId[];
  close(): void;
}

interface MirrorQueries extends OrderQueries, ProductQueries, StockTable, StockShelf {
  /** What purchasing asks. */
  readonly supply: SupplyQueries;
  reader(): MirrorReader;
  /** Row by row: with a million orders that is felt. */
  counts(): MirrorCounts;
  countOf(what: keyof MirrorCounts): number;
  /** Today so far against the same weekday's usual by the same hour (median of the last 8 such days). */
  today(now?: EpochMs): TodayFigures;
  /** The same by hour, with how many days the usual rests on, fewer than three too. */
  todayByHour(now?: EpochMs): TodayByHour & { pendingDays: number };
  /** Every day of the range, empty ones too. */
  salesDays(from: Day, to: Day): DayFigures[];
  margin(from: Day, to: Day): MarginFigures;
  recentOrders(limit: number): RecentOrder[];
  variantDays(from: Day, to: Day): VariantDay[];
  /** Every shelf of so many items, ascending by item, then location. */
  stockNow(page: IdPage): StockNow[];
  figures(): MirrorFigures;
  /** Decrypted on demand; null where unknown, withheld or deleted. */
  orderPerson(orderId: ShopifyId): Person | null;
  customerPerson(customerId: ShopifyId): Person | null;
  /** By e-mail, phone, or the beginning of names (at least two letters). */
  findCustomers(query: { email?: string; phone?: string; name?: string }, limit: number): ShopifyId[];
  /** Orders of guests by their e-mail. */
  findGuestOrders(email: string): ShopifyId[];
  customerFacts(id: ShopifyId): { countryCode: string | null; orders: number; spent: Minor } | null;
  /** A page of rows as they leave in a file; `after`: the `next` of the page before. */
  exportPage(what: MirrorExport, after: readonly number[] | null, limit: number): ExportPage;
}

export interface TodayFigures {
  day: Day;
  /** Local hour now; the usual is counted up to the same minute, an hour's sales spread evenly over it. */
  hour: number;
  netSales: Minor;
  orders: number;
  units: number;
  /** null until there are three earlier days of the weekday. */
  usual: { netSales: Minor; orders: number; days: number } | null;
  /** Days whose sums are still being settled after a bulk load. */
  pendingDays: number;
}

export interface MarginFigures {
  netSales: Minor;
  /** Net sales of variants whose unit cost is known. */
  knownNetSales: Minor;
  /** Unit cost × (units sold less units returned to stock), of those. */
  cost: Minor;
  /** knownNetSales − cost. */
  margin: Minor;
  /** knownNetSales / netSales, 0 to 1; null where nothing was sold. */
  knownShare: number | null;
}

export interface RecentOrder {
  id: ShopifyId;
  name: string;
  processedAt: EpochMs;
  total: Minor;
  currency: Currency;
  financialStatus: string | null;
  fulfillmentStatus: string;
  cancelled: boolean;
  countryCode: string | null;
  lines: number;
  units: number;
}

export interface StockNow {
  variantId: ShopifyId | null;
  inventoryItemId: ShopifyId;
  locationId: ShopifyId;
  available: number;
  onHand: number;
}
