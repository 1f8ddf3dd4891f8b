/**
 * What an agent is. Agents read the mirror and the ledger and return findings and proposals; they never
 * write, send or wait for the world. core/orchestrator runs them; core and agents meet in these types only.
 */
import type { Evidence, Proposal, StoreId } from './action.ts';
import type { AgentBacktest } from './contract/backtest-schemas.ts';
import type { ShopifyId } from './gid.ts';
import type { Currency, Minor } from './money.ts';
import type { KeptOutlook, MadeOutlook, StockPlanner } from './stock.ts';
import type { SupplierTerms, VariantTerms } from './supplier-terms.ts';
import type { Day, EpochMs } from './time.ts';

export interface Agent {
  /** Kebab-case id, the folder's name: "inventory-forecasting". */
  id: string;
  title: string;
  /** Action types it may propose. */
  proposes: readonly string[];
  /** Local time of day it runs at, in the store's zone, and how often at most. */
  schedule: { everyHours: number; atHour?: number };
  /** Of the agent that looks after stock: its reckoning, for whoever shows what it is at. */
  planner?: StockPlanner;
  run(context: AgentContext): Promise<AgentReport>;
  /** What following it over the store's own past would have changed; absent where nothing can be replayed. */
  backtest?(context: BacktestContext): Promise<AgentBacktest>;
}

/** Nothing of a backtest is kept: it has no steps. */
export type BacktestContext = Omit<AgentContext, 'step'>;

export interface AgentContext {
  store: StoreInfo;
  now: EpochMs;
  mirror: MirrorReader;
  suppliers: SupplierReader;
  tasks: TaskRunner;
  /**
   * Memoised step: a completed step's result is read from the ledger, never computed again. The result must
   * be plain JSON. Throws RoyalError 'stopped' once the emergency stop is pulled or the run is cancelled.
   */
  step<T>(name: string, work: () => Promise<T> | T): Promise<T>;
  progress(done: number, total: number, text: string): void;
  signal: AbortSignal;
}

export interface AgentReport {
  findings: Finding[];
  /** All that it wishes now: what an earlier run proposed and this one does not name (by its key) is taken back. */
  proposals: Proposal[];
  /** Of every variant, where the agent looks after stock: kept by the store's mirror until the next run. */
  outlooks?: KeptOutlook[];
  /** The first day of their forecasts. */
  outlookDay?: Day;
  /** What their series have in common; the next run reads it as `keptPool`. */
  outlookPool?: string;
  /** One sentence for the run's line in the list. */
  summary: string;
}

/** Something seen that needs no act, or explains one. */
export interface Finding {
  kind: string;
  /** Ranks findings; 'act' ones come with a proposal. */
  severity: 'info' | 'watch' | 'act';
  title: string;
  evidence: Evidence[];
  subject?: { kind: 'variant' | 'product' | 'order' | 'supplier' | 'store'; id: ShopifyId | string };
}

export interface StoreInfo {
  id: StoreId;
  name: string;
  shopDomain: string;
  currency: Currency;
  zone: string;
  taxesIncluded: boolean;
}

/** A pure function of plain data, run on a thread of the pool by name ("demand.forecast"). */
export interface TaskRunner {
  run<Out>(task: string, input: unknown, options?: { signal?: AbortSignal }): Promise<Out>;
  /** How many may usefully run at once. */
  readonly concurrency: number;
}

/** What one sellable variant is, for stock decisions. Quantities are units, money the store's currency. */
export interface VariantFact {
  variantId: ShopifyId;
  productId: ShopifyId;
  inventoryItemId: ShopifyId;
  title: string;
  sku: string | null;
  vendor: string;
  productType: string;
  tags: string[];
  productStatus: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  isGiftCard: boolean;
  tracked: boolean;
  /** CONTINUE sells below zero (pre-order, made to order), DENY stops at zero. */
  inventoryPolicy: 'CONTINUE' | 'DENY';
  requiresComponents: boolean;
  components: { variantId: ShopifyId; quantity: number }[];
  price: Minor;
  /** What a person filled in, where that is in the store's currency; else what the shop says. */
  unitCost: Minor | null;
  /** As the shop has it, whatever was filled in here. */
  shopCost: Minor | null;
  /** Whether any place states how much there is; the three below are 0 otherwise. */
  stockKnown: boolean;
  available: number;
  onHand: number;
  incoming: number;
  createdAt: EpochMs;
  publishedAt: EpochMs | null;
}

/** Units of one variant on one local day, out of non-test orders that were not cancelled. */
export interface VariantDay {
  variantId: ShopifyId;
  day: Day;
  /** Units ordered, whole orders flagged as one-off bulk included. */
  units: number;
  /** Units of those in lines that are a one-off bulk purchase (see docs/numbers.md). */
  bulkUnits: number;
  /** Returned units booked on this day that went back to stock, and those that did not. */
  returnedRestocked: number;
  returnedLost: number;
  net: Minor;
}

export interface StockDay {
  inventoryItemId: ShopifyId;
  day: Day;
  /** Lowest available units seen over all locations on that day. */
  available: number;
}

/** What of a variant lies in one place, in units. */
export interface Shelf {
  variantId: ShopifyId;
  locationId: ShopifyId;
  location: string;
  /** Negative where more is promised from there than there is. */
  available: number;
  incoming: number;
}

/** Units of a variant that were ordered and went out from one place, or are to. */
export interface SentUnits {
  variantId: ShopifyId;
  locationId: ShopifyId;
  units: number;
}

/** Part of a list by id. */
export interface IdPage {
  /** null begins. */
  after: ShopifyId | null;
  limit: number;
}

/**
 * For reading, synchronous (the mirror is local), store-scoped. Whoever reads much of it reads a part at a time, and lets
 * others of the thread come in between.
 */
export interface MirrorReader {
  /** Ascending by id. */
  variants(page: IdPage): VariantFact[];
  variant(id: ShopifyId): VariantFact | null;
  /** Of variants with a shelf in two or more places that are in use; ascending by variant, then place. */
  shelves(): Shelf[];
  /**
   * Of orders processed in [since, until) that went out from one place as a whole, or are to, without test and
   * cancelled ones.
   */
  sentUnits(since: EpochMs, until: EpochMs): SentUnits[];
  /**
   * Works out what sold on these days, where an order of them changed since it last was. `variantDays` does so itself, but
   * which of its units are one-off bulk purchases shows beside all days that are worked out.
   */
  settle(from: Day, to: Day): void;
  /** Ascending by variant, then day; only days with something. */
  variantDays(from: Day, to: Day): VariantDay[];
  /** Days without stock of every item, and of those named all that were seen; ascending by item, then day. */
  stockDays(from: Day, to: Day, whole: readonly ShopifyId[]): StockDay[];
  /** Days without any order that the weeks around do not let chance explain; ascending. */
  closedDays(from: Day, to: Day): Day[];
  /** Whose public holidays its sales follow, as ISO 3166-1 alpha-2; null where neither orders nor locations tell. */
  country(): string | null;
  /** First day with an order, or null in an empty store; `limited` where Shopify gave 60 days only. */
  history(): { firstDay: Day | null; limited: boolean };
  /** Watermark of the newest complete sync, or null before the first. */
  syncedAt(): EpochMs | null;
  /**
   * Until when its sales are known: as `syncedAt`, but where files are all there is until the newest order of them. A file
   * doesn't tell when it was made, and that nothing sold since is not known. null before the first.
   */
  salesUntil(): EpochMs | null;
  /** The newest run's outlook of a variant and what that was made of; null where it made none. */
  keptOutlook(variantId: ShopifyId): MadeOutlook | null;
  /** What the newest run gave as `outlookPool`. */
  keptPool(): string | null;
}

/** Whom a variant can be had from, and what a unit of it comes to on the shelf. */
export interface SupplyOffer {
  terms: VariantTerms;
  /** What it asks for a unit, minor units of its currency: the shop's own cost where nobody set that of the present one. */
  unitCost: Minor | null;
  /** Freight, duty and the rest, by the goods, of its orders that came; null before the first. */
  chargeShare: number | null;
  /** A unit with its share of them, minor units of the store's currency, not rounded; null where cost or rate is not known. */
  landedCost: number | null;
}

/** A month of the store, as it is asked for its budget. */
export interface BudgetMonth {
  /** Its first moment in the store's zone. */
  since: EpochMs;
  /** The store's. */
  currency: Currency;
}

/** Minor units of the store's currency. */
export interface PurchasingBudget {
  monthly: Minor;
  /** Goods of orders made in the month, less what will not come. */
  ordered: Minor;
  /** Never below nothing. */
  left: Minor;
  /** Orders of the month that have no cost in the store's currency, and so are not in `ordered`. */
  unknownOrders: number;
}

/** Of a purchase order of the program, units of a variant that are still to come to the store. */
export interface UnitsToCome {
  /** As a person calls it: "PO-0001". */
  order: string;
  supplier: string;
  state: 'draft' | 'sent' | 'partly_received';
  /** Sent, or made where it never was. */
  orderedAt: EpochMs;
  /** null where nobody said. */
  expectedOn: Day | null;
  variantId: ShopifyId;
  units: number;
}

export interface SupplierReader {
  /** Terms for a vendor as named in Shopify; defaults where nothing is known. */
  terms(vendor: string): SupplierTerms;
  /** Terms by variant, as they are when this is called. */
  variantTerms(): (variant: Pick<VariantFact, 'variantId' | 'vendor'>) => VariantTerms;
  /**
   * Whom each variant can be had from, as it is when this is called: first whom it is ordered from; empty where there is no other.
   * `currency`: the store's.
   */
  offers(
    currency: Currency,
  ): (variant: Pick<VariantFact, 'variantId' | 'vendor' | 'shopCost'>) => SupplyOffer[];
  /**
   * By variant, units of the program's purchase orders that the mirror does not show yet: add them to what it shows.
   * Negative while the mirror shows received units as incoming too.
   */
  incoming(): Map<ShopifyId, number>;
  /** By order, oldest first; whether the mirror shows them or not. */
  unitsToCome(): UnitsToCome[];
  /** What may be spent on purchases; null where nobody set a budget. */
  budget(month: BudgetMonth): PurchasingBudget | null;
}
