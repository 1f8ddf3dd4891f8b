/** A small store in memory for trying the agent out: facts are pushed in, tasks run in place. */
import type {
  AgentContext,
  AgentReport,
  PurchasingBudget,
  SentUnits,
  Shelf,
  StockDay,
  SupplyOffer,
  UnitsToCome,
  VariantDay,
  VariantFact,
} from '../../../shared/agent.ts';
import type { MadeOutlook } from '../../../shared/stock.ts';
import type { SupplierTerms, VariantTerms } from '../../../shared/supplier-terms.ts';
import { DAY_MS, type Day, type EpochMs, parseDay } from '../../../shared/time.ts';
import type { DemandInput } from '../../demand/types.ts';
import { TASKS } from '../../tasks.ts';

export const TODAY = parseDay('2026-11-23');
export const NOW = TODAY * DAY_MS + 9 * 3_600_000;
export const FIRST_DAY = TODAY - 365;

export const TERMS: SupplierTerms = {
  supplier: 'Acme',
  leadTimeDays: 14,
  leadTimeSdDays: 0,
  reviewDays: 7,
  packSize: 1,
  minimumUnits: 0,
  serviceLevel: 0.95,
  defaults: [],
  learned: [],
};

export function variant(id: number, facts: Partial<VariantFact> = {}): VariantFact {
  return {
    variantId: id,
    productId: id * 10,
    inventoryItemId: id * 100,
    title: `Product ${id}`,
    sku: `SKU-${id}`,
    vendor: 'Acme',
    productType: '',
    tags: [],
    productStatus: 'ACTIVE',
    isGiftCard: false,
    tracked: true,
    inventoryPolicy: 'DENY',
    requiresComponents: false,
    components: [],
    price: 2000,
    unitCost: 800,
    shopCost: 800,
    stockKnown: true,
    available: 100,
    onHand: 100,
    incoming: 0,
    createdAt: FIRST_DAY * DAY_MS,
    publishedAt: null,
    ...facts,
  };
}

export function sale(
  variantId: number,
  day: Day,
  units: number,
  facts: Partial<VariantDay> = {},
): VariantDay {
  return {
    variantId,
    day,
    units,
    bulkUnits: 0,
    returnedRestocked: 0,
    returnedLost: 0,
    net: units * 1500,
    ...facts,
  };
}

/** The same units on every day from the first to yesterday. */
export function steady(variantId: number, units: number, from: Day = FIRST_DAY): VariantDay[] {
  return Array.from({ length: TODAY - from }, (_, index) => sale(variantId, from + index, units));
}

export interface SampleStore {
  variants: VariantFact[];
  sales: VariantDay[];
  stock?: StockDay[];
  closed?: Day[];
  country?: string;
  terms?: Partial<SupplierTerms>;
  /** Of variants that have terms of their own. */
  offers?: (variantId: number) => SupplyOffer[] | undefined;
  variantTerms?: (variantId: number) => Partial<VariantTerms> | undefined;
  onOrder?: Map<number, number>;
  toCome?: UnitsToCome[];
  budget?: PurchasingBudget;
  limited?: boolean;
  /** A year before today by default. */
  firstDay?: Day;
  /** Nine in the morning of TODAY by default; the mirror was synced then, unless said otherwise. */
  now?: EpochMs;
  neverSynced?: boolean;
  syncedAt?: EpochMs;
  /** As `syncedAt`, unless said otherwise. */
  salesUntil?: EpochMs;
  shelves?: Shelf[];
  /** With when their orders were processed. */
  sent?: (SentUnits & { at: EpochMs })[];
  /** The report of the run before. */
  last?: AgentReport;
}

function keptOutlook(report: AgentReport | undefined, id: number): MadeOutlook | null {
  const forecast = report?.outlooks?.find(({ variantId }) => variantId === id)?.forecast;
  return forecast ? { ...forecast, day: report!.outlookDay! } : null;
}

export interface Recording {
  /** Results of steps by name; given again, they are taken instead of working. */
  steps: Map<string, unknown>;
  progress: string[];
  /** Names of those that ran. */
  tasks: string[];
  /** Keys of series that were forecast. */
  fitted: string[];
}

export function contextOf(
  store: SampleStore,
  recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] },
  signal: AbortSignal = new AbortController().signal,
): AgentContext {
  const within = <T extends { day: Day; variantId: number }>(rows: readonly T[], from: Day, to: Day): T[] =>
    rows
      .filter((row) => row.day >= from && row.day <= to)
      .sort((a, b) => a.variantId - b.variantId || a.day - b.day);
  const syncedAt = store.neverSynced ? null : (store.syncedAt ?? store.now ?? NOW);
  return {
    store: {
      id: 'gbp',
      name: 'Tea and Things',
      shopDomain: 'tea.myshopify.com',
      currency: 'GBP',
      zone: 'UTC',
      taxesIncluded: true,
    },
    now: store.now ?? NOW,
    mirror: {
      variants: ({ after, limit }) =>
        store.variants
          .filter(({ variantId }) => variantId > (after ?? Number.MIN_SAFE_INTEGER))
          .sort((a, b) => a.variantId - b.variantId)
          .slice(0, limit),
      variant: (id) => store.variants.find(({ variantId }) => variantId === id) ?? null,
      shelves: () => store.shelves ?? [],
      sentUnits: (since, until) => (store.sent ?? []).filter(({ at }) => at >= since && at < until),
      settle: () => {},
      variantDays: (from, to) => within(store.sales, from, to),
      stockDays: (from, to, whole) =>
        (store.stock ?? [])
          .filter(({ day }) => day >= from && day <= to)
          .filter(({ inventoryItemId, available }) => available <= 0 || whole.includes(inventoryItemId))
          .sort((a, b) => a.inventoryItemId - b.inventoryItemId || a.day - b.day),
      closedDays: (from, to) => (store.closed ?? []).filter((day) => day >= from && day <= to),
      country: () => store.country ?? null,
      history: () => ({
        firstDay: store.firstDay ?? FIRST_DAY,
        limited: store.limited ?? false,
      }),
      syncedAt: () => syncedAt,
      salesUntil: () => store.salesUntil ?? syncedAt,
      keptOutlook: (id) => keptOutlook(store.last, id),
      keptPool: () => store.last?.outlookPool ?? null,
    },
    suppliers: {
      terms: (vendor) => ({ ...TERMS, ...store.terms, supplier: vendor }),
      variantTerms: () => (variant) => ({
        ...TERMS,
        ...store.terms,
        supplier: variant.vendor,
        supplierSku: null,
        unitCost: null,
        currency: null,
        own: [],
        ...store.variantTerms?.(variant.variantId),
      }),
      offers: () => (variant) => store.offers?.(variant.variantId) ?? [],
      incoming: () => store.onOrder ?? new Map(),
      unitsToCome: () => store.toCome ?? [],
      budget: () => store.budget ?? null,
    },
    tasks: {
      concurrency: 2,
      run: async <Out>(task: string, input: unknown): Promise<Out> => {
        recording.tasks.push(task);
        if (task === 'demand.forecast')
          recording.fitted.push(...(input as DemandInput).series.map(({ key }) => key));
        // As a thread is given it.
        return (await TASKS[task as keyof typeof TASKS](structuredClone(input) as never)) as Out;
      },
    },
    async step<T>(name: string, work: () => Promise<T> | T): Promise<T> {
      signal.throwIfAborted();
      if (!recording.steps.has(name)) recording.steps.set(name, JSON.parse(JSON.stringify(await work())));
      return recording.steps.get(name) as T;
    },
    progress: (done, total, text) => recording.progress.push(`${done}/${total} ${text}`),
    signal,
  };
}
