/** From the mirror to a forecast by variant, in pieces that can be stopped, taken up again and run side by side. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AgentContext, VariantFact } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { type Day, dayOf } from '../../shared/time.ts';
import type { DemandForecast, DemandInput, DemandPool, DemandSeries, Method } from '../demand/types.ts';
import { DemandBook, type VariantDemand } from './demand-series.ts';

/** What the run keeps of a variant's forecast. Days are counted from today. */
export interface VariantOutlook {
  variantId: ShopifyId;
  method: Method;
  explain: string;
  mase: number | null;
  naiveMase: number | null;
  /** Whether the past was long enough to try the models on. */
  tested: boolean;
  fellBack: boolean;
  coverage: number | null;
  mean: number[];
  /** 10% and 90% quantiles of each day, and those between, for whoever looks at the forecast. */
  low: number[];
  high: number[];
  q25: number[];
  q50: number[];
  q75: number[];
}

/** Fixed at the run's start and memoised: a run taken up again looks at the same days and the same variants. */
export interface OutlookPlan {
  today: Day;
  from: Day;
  /** Last complete day of the mirror. */
  to: Day;
  horizon: number;
  /** Series by step. */
  waves: ShopifyId[][];
}

const HISTORY_DAYS = 730;
/** Days of facts read at once: the core thread answers others in between. */
const READ_DAYS = 14;
/** Series of one memoised step, and of one task on the pool. */
const WAVE = 100;
const BATCH = 20;
/** Series that the pool is learned from: half the best sellers, which show the store's turn, half any others. */
const POOL_SERIES = 600;
const FAN = [0.1, 0.25, 0.5, 0.75, 0.9];

export interface Demands {
  byVariant: Map<ShopifyId, VariantDemand>;
  /** Net sales and units of the last 90 days, by variant. */
  recent: Map<ShopifyId, { net: number; units: number }>;
}

export function planOutlook(
  context: Pick<AgentContext, 'mirror' | 'store' | 'now'>,
  candidates: readonly VariantFact[],
  needDays: number,
): OutlookPlan {
  const { mirror, store, now } = context;
  const today = dayOf(now, store.zone);
  const seen = mirror.syncedAt() ?? now;
  const to = Math.min(today, dayOf(seen, store.zone)) - 1;
  const first = mirror.history().firstDay ?? to;
  const ids = candidates.map((variant) => variant.variantId).sort((a, b) => a - b);
  return {
    today,
    from: Math.min(to, Math.max(first, to - HISTORY_DAYS + 1)),
    to,
    horizon: Math.min(730, Math.max(42, Math.ceil(needDays)) + (today - to - 1)),
    waves: Array.from({ length: Math.ceil(ids.length / WAVE) }, (_, index) =>
      ids.slice(index * WAVE, (index + 1) * WAVE),
    ),
  };
}

export async function readDemands(
  { mirror, store, signal }: Pick<AgentContext, 'mirror' | 'store' | 'signal'>,
  variants: readonly VariantFact[],
  plan: OutlookPlan,
): Promise<Demands> {
  const book = new DemandBook({
    variants,
    from: plan.from,
    to: plan.to,
    zone: store.zone,
    closedDays: mirror.closedDays(plan.from, plan.to),
  });
  const recent = new Map<ShopifyId, { net: number; units: number }>();
  for (let from = plan.from; from <= plan.to; from += READ_DAYS) {
    signal.throwIfAborted();
    const to = Math.min(plan.to, from + READ_DAYS - 1);
    const days = mirror.variantDays(from, to);
    book.addSales(days);
    book.addStock(mirror.stockDays(from, to));
    for (const { variantId, day, net, units } of days) {
      if (day <= plan.to - 90) continue;
      const sum = recent.get(variantId) ?? { net: 0, units: 0 };
      recent.set(variantId, { net: sum.net + net, units: sum.units + units });
    }
    await nextTurn();
  }
  const byVariant = new Map<ShopifyId, VariantDemand>();
  for (const [index, variant] of variants.entries()) {
    byVariant.set(variant.variantId, book.demandOf(variant));
    if (index % 100 === 99) await nextTurn();
  }
  return { byVariant, recent };
}

/** Forecasts every variant of the plan on the pool; each wave is one memoised step. */
export async function forecastAll(
  context: AgentContext,
  plan: OutlookPlan,
  demands: Demands,
): Promise<Map<ShopifyId, VariantOutlook>> {
  const outlooks = new Map<ShopifyId, VariantOutlook>();
  const total = plan.waves.reduce((sum, wave) => sum + wave.length, 0);
  const pool = await context.tasks.run<DemandPool>(
    'demand.pool',
    poolSample([...demands.byVariant.values()]),
    {
      signal: context.signal,
    },
  );
  let done = 0;
  for (const [index, wave] of plan.waves.entries()) {
    const name = `outlook ${index + 1} of ${plan.waves.length}`;
    for (const outlook of await context.step(name, () => forecastWave(context, plan, wave, demands, pool))) {
      outlooks.set(outlook.variantId, outlook);
    }
    done += wave.length;
    context.progress(done, total, `${done} of ${total} variants forecast`);
  }
  return outlooks;
}

/** What the pool is learned from; the order of the demands does not matter. */
export function poolSample(demands: readonly VariantDemand[]): DemandSeries[] {
  const sorted = demands
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.units - a.units || a.variantId - b.variantId);
  const best = sorted.slice(0, POOL_SERIES / 2);
  const others = sorted.slice(POOL_SERIES / 2).sort((a, b) => a.variantId - b.variantId);
  const step = Math.max(1, others.length / (POOL_SERIES / 2));
  const some = Array.from(
    { length: Math.min(others.length, POOL_SERIES / 2) },
    (_, index) => others[Math.floor(index * step)]!,
  );
  return [...best, ...some].map(seriesOf);
}

export function seriesOf({ variantId, start, y }: VariantDemand): DemandSeries {
  return { key: String(variantId), frequency: 'D', start, y };
}

async function forecastWave(
  { tasks, signal }: AgentContext,
  plan: OutlookPlan,
  wave: readonly ShopifyId[],
  { byVariant }: Demands,
  pool: DemandPool,
): Promise<VariantOutlook[]> {
  const series = wave.flatMap((id) => {
    const demand = byVariant.get(id);
    return demand ? [seriesOf(demand)] : [];
  });
  const batches = Array.from({ length: Math.ceil(series.length / BATCH) }, (_, index) =>
    series.slice(index * BATCH, (index + 1) * BATCH),
  );
  const skip = plan.today - plan.to - 1;
  const answers = await Promise.all(
    batches.map((batch) => {
      const input: DemandInput = { series: batch, horizon: plan.horizon, quantiles: FAN, pool };
      return tasks.run<DemandForecast>('demand.forecast', input, { signal });
    }),
  );
  return answers
    .flatMap((answer) => answer.series)
    .map((one) => ({
      variantId: Number(one.key),
      method: one.method,
      explain: one.explain,
      mase: one.mase,
      naiveMase: one.naiveMase,
      tested: one.folds.length > 0,
      fellBack: one.fellBackTo !== undefined,
      coverage: one.coverage,
      mean: rounded(one.mean, skip),
      low: rounded(one.quantiles['0.1']!, skip),
      high: rounded(one.quantiles['0.9']!, skip),
      q25: rounded(one.quantiles['0.25']!, skip),
      q50: rounded(one.quantiles['0.5']!, skip),
      q75: rounded(one.quantiles['0.75']!, skip),
    }));
}

/** Four digits are plenty for units a day, and keep the memo small. */
function rounded(values: readonly number[], skip: number): number[] {
  return values.slice(skip).map((value) => Math.round(value * 1e4) / 1e4);
}
