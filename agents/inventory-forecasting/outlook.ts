/** From the mirror to a forecast by variant, in pieces that can be stopped, taken up again and run side by side. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AgentContext, VariantFact } from '../../shared/agent.ts';
import { batchesOf } from '../../shared/batches.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { type Minor, mulDiv } from '../../shared/money.ts';
import type { DemandFan, DemandSpread, MadeForecast, MadeOutlook } from '../../shared/stock.ts';
import { type Day, dayOf } from '../../shared/time.ts';
import type { DemandForecast, DemandInput, DemandSeries, Likeness, SeriesForecast } from '../demand/types.ts';
import { ENGINE_VERSION } from '../demand/version.ts';
import { breather } from './breather.ts';
import { DemandBook, type VariantDemand } from './demand-series.ts';
import { demandSpreads } from './demand-spread.ts';
import { likenessOf } from './likeness.ts';
import { median } from './prices-paid.ts';
import { hashOf, type SharedPool, seriesOf, sharedPool } from './shared-pool.ts';

/** What the run keeps of a variant's forecast; its fan begins today. */
export type VariantOutlook = MadeForecast & {
  variantId: ShopifyId;
  /** Means of days that were forecast and are over, the last ones before today. */
  passed: readonly number[];
};

/** With how its demand adds up over weeks, which takes all variants to tell. */
export type SpreadOutlook = VariantOutlook & { spread: DemandSpread };

/** Fixed at the run's start and memoised: a run taken up again looks at the same days and the same variants. */
export interface OutlookPlan {
  today: Day;
  from: Day;
  /** Last complete day of which sales are known. */
  to: Day;
  /** Days ahead, from today, that are made use of; and those forecast, from the day after `to`. */
  need: number;
  horizon: number;
  /** Days of it that are over today. Those of sales that ended years ago don't reach today: their last days stand for it. */
  over: number;
  /** Series by step. */
  waves: ShopifyId[][];
}

const HISTORY_DAYS = 730;
/** Variants read at once: the core thread answers others in between. */
const READ_VARIANTS = 500;
/** Days that tell what a unit brings now. */
const RECENT_DAYS = 90;
/** Series of one memoised step, and of one task on the pool. */
const WAVE = 100;
const BATCH = 20;
/** Horizons grow by whole steps, so that a longer lead time of one supplier does not change every forecast. */
const HORIZON_STEP = 28;
const FAN = [0.1, 0.25, 0.5, 0.75, 0.9];

export interface Demands {
  byVariant: Map<ShopifyId, VariantDemand>;
  /** Of variants too young to be forecast from their own past. */
  likeness: Map<ShopifyId, Likeness>;
  /** Of the last days (RECENT_DAYS), by variant: net sales, and the units that did not come back to stock, as a margin counts them. */
  recent: Map<ShopifyId, { net: number; units: number }>;
  /** What a unit brought when it last sold, of variants of which the last days don't tell. */
  before: Map<ShopifyId, Minor>;
  /**
   * What the store's prices leave without tax, the middle of its variants. 1 where they hold none; also where nothing sold
   * that could tell: there is no need then that a margin could be stated of.
   */
  netShare: number;
}

export function planOutlook(
  context: Pick<AgentContext, 'mirror' | 'store' | 'now'>,
  candidates: readonly VariantFact[],
  needDays: number,
): OutlookPlan {
  const { mirror, store, now } = context;
  const today = dayOf(now, store.zone);
  const seen = mirror.salesUntil() ?? now;
  const to = Math.min(today, dayOf(seen, store.zone)) - 1;
  const first = mirror.history().firstDay ?? to;
  const need = Math.max(42, Math.ceil(needDays));
  const horizon = Math.min(730, Math.ceil((need + today - to - 1) / HORIZON_STEP) * HORIZON_STEP);
  const ids = candidates.map((variant) => variant.variantId).sort((a, b) => a - b);
  return {
    today,
    from: Math.min(to, Math.max(first, to - HISTORY_DAYS + 1)),
    to,
    need,
    horizon,
    over: Math.min(today - to - 1, Math.max(0, horizon - need)),
    waves: batchesOf(ids, WAVE),
  };
}

/** Every one of the store, ascending by id. */
export async function readVariants({
  mirror,
  signal,
}: Pick<AgentContext, 'mirror' | 'signal'>): Promise<VariantFact[]> {
  const variants: VariantFact[] = [];
  for (;;) {
    const page = mirror.variants({ after: variants.at(-1)?.variantId ?? null, limit: READ_VARIANTS });
    if (page.length === 0) return variants;
    variants.push(...page);
    await nextTurn();
    signal.throwIfAborted();
  }
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
  const recent: Demands['recent'] = new Map();
  const { outNow } = book;
  const breathe = breather();
  for (let day = plan.from; day <= plan.to; day += 1) {
    mirror.settle(day, day);
    await breathe();
    signal.throwIfAborted();
  }
  for (let day = plan.from; day <= plan.to; day += 1) {
    signal.throwIfAborted();
    const sold = mirror.variantDays(day, day);
    book.addSales(sold);
    await breathe();
    book.addStock(mirror.stockDays(day, day, outNow));
    await breathe();
    if (day <= plan.to - RECENT_DAYS) continue;
    for (const { variantId, net, units, returnedRestocked } of sold) {
      const sum = recent.get(variantId) ?? { net: 0, units: 0 };
      recent.set(variantId, { net: sum.net + net, units: sum.units + units - returnedRestocked });
    }
  }
  const byVariant = new Map<ShopifyId, VariantDemand>();
  for (const variant of variants) {
    byVariant.set(variant.variantId, book.demandOf(variant));
    await breathe();
  }
  const before: Demands['before'] = new Map();
  for (const { variantId } of variants) {
    const brought = lately(recent, variantId) === null ? book.lastBrought(variantId) : null;
    if (brought !== null) before.set(variantId, Math.round(brought));
  }
  const known = { byVariant, likeness: likenessOf(variants, byVariant), recent, before };
  return { ...known, netShare: store.taxesIncluded ? netShareOf(variants, known) : 1 };
}

/**
 * What a unit that stayed sold brought net of tax and discounts: lately, else when it last sold, unless it costs less now;
 * else what is left of its price without tax.
 */
export function netPerUnit(variant: VariantFact, demands: Demands): Minor {
  return broughtOf(variant, demands) ?? Math.round(variant.price * demands.netShare);
}

function broughtOf(
  { variantId, price }: VariantFact,
  { recent, before }: Pick<Demands, 'recent' | 'before'>,
): Minor | null {
  const net = lately(recent, variantId);
  if (net !== null) return net;
  const last = before.get(variantId);
  return last !== undefined && last <= price ? last : null;
}

function lately(recent: Demands['recent'], variantId: ShopifyId): Minor | null {
  const sold = recent.get(variantId);
  return sold && sold.units > 0 && sold.net > 0 ? mulDiv(sold.net, 1, sold.units) : null;
}

/** What brought more than its price was dearer then, and does not tell. */
function netShareOf(variants: readonly VariantFact[], known: Pick<Demands, 'recent' | 'before'>): number {
  const shares = variants.flatMap((variant) => {
    const net = broughtOf(variant, known);
    return net !== null && net <= variant.price ? [net / variant.price] : [];
  });
  return shares.length > 0 ? median(shares) : 1;
}

/**
 * Forecasts every variant of the plan on the pool's threads; each wave is one memoised step. What the run before made of
 * the same input is taken as it is.
 */
export async function forecastAll(
  context: AgentContext,
  plan: OutlookPlan,
  demands: Demands,
): Promise<{ outlooks: Map<ShopifyId, SpreadOutlook>; pool: SharedPool }> {
  const outlooks: VariantOutlook[] = [];
  const total = plan.waves.reduce((sum, wave) => sum + wave.length, 0);
  const pool = await sharedPool(context, [...demands.byVariant.values()], plan);
  let [done, kept] = [0, 0];
  for (const [index, wave] of plan.waves.entries()) {
    const name = `outlook ${index + 1} of ${plan.waves.length}`;
    const step = await context.step(name, () => forecastWave(context, plan, wave, demands, pool));
    outlooks.push(...step.outlooks);
    done += wave.length;
    kept += step.kept;
    const unchanged = kept === 0 ? '' : `, ${grouped(kept)} of them unchanged`;
    context.progress(done, total, `${grouped(done)} of ${counted(total, 'variant')} forecast${unchanged}`);
    // A wave that was kept waits for no thread: others of the core thread come in here.
    await nextTurn();
  }
  const spreads = demandSpreads(
    outlooks.map(({ variantId, tests }) => ({ y: demands.byVariant.get(variantId)?.y ?? [], tests })),
  );
  const spread = new Map(
    outlooks.map((outlook, index) => [outlook.variantId, { ...outlook, spread: spreads[index]! }]),
  );
  return { outlooks: spread, pool };
}

async function forecastWave(
  { tasks, signal, mirror }: AgentContext,
  plan: OutlookPlan,
  wave: readonly ShopifyId[],
  { byVariant, likeness }: Demands,
  { id, pool }: SharedPool,
): Promise<{ outlooks: VariantOutlook[]; kept: number }> {
  const outlooks: VariantOutlook[] = [];
  const inputs = new Map<string, string>();
  const series: DemandSeries[] = [];
  for (const variantId of wave) {
    const demand = byVariant.get(variantId);
    if (!demand) continue;
    const one = seriesOf(demand, likeness.get(variantId));
    const input = hashOf([ENGINE_VERSION, id, plan.horizon, one]);
    const kept = keptOf(variantId, mirror.keptOutlook(variantId), input, plan);
    if (kept) outlooks.push(kept);
    else {
      series.push(one);
      inputs.set(one.key, input);
    }
  }
  const kept = outlooks.length;
  const batches = batchesOf(series, BATCH);
  const answers = await Promise.all(
    batches.map((batch) => {
      const input: DemandInput = { series: batch, horizon: plan.horizon, quantiles: FAN, pool };
      return tasks.run<DemandForecast>('demand.forecast', input, { signal });
    }),
  );
  for (const one of answers.flatMap((answer) => answer.series))
    outlooks.push(outlookOf(one, inputs.get(one.key)!, plan.over));
  return { outlooks, kept };
}

function outlookOf(one: SeriesForecast, input: string, skip: number): VariantOutlook {
  const { method, explain, mase, naiveMase, coverage, folds, quantiles } = one;
  const at = (level: string): number[] => quantiles[level]!;
  const fan = {
    mean: one.mean,
    q10: at('0.1'),
    q25: at('0.25'),
    q50: at('0.5'),
    q75: at('0.75'),
    q90: at('0.9'),
  };
  return {
    variantId: Number(one.key),
    input,
    method,
    explain,
    mase,
    naiveMase,
    coverage,
    fellBack: one.fellBackTo !== undefined,
    tests: folds.map(({ origin, periods, actual, forecast }) => ({ origin, periods, actual, forecast })),
    fan: without(fan, skip),
    passed: passedOf(fan, skip),
  };
}

/** What the run before made, from today on; null where it was made of something else or does not reach far enough. */
function keptOf(
  variantId: ShopifyId,
  made: MadeOutlook | null,
  input: string,
  { today, need }: OutlookPlan,
): VariantOutlook | null {
  if (made?.input !== input) return null;
  const { day, fan, ...forecast } = made;
  const passed = today - day;
  if (passed < 0 || fan.mean.length - passed < need) return null;
  return { ...forecast, variantId, fan: without(fan, passed), passed: passedOf(fan, passed) };
}

function passedOf({ mean }: DemandFan, days: number): number[] {
  return mean.slice(0, days).map(toFourDigits);
}

/** Four digits are plenty for units a day, and keep the memo small. */
function toFourDigits(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** Without the days that are over. */
function without(fan: DemandFan, days: number): DemandFan {
  const rest = (values: readonly number[]): number[] => values.slice(days).map(toFourDigits);
  const { mean, q10, q25, q50, q75, q90 } = fan;
  return {
    mean: rest(mean),
    q10: rest(q10),
    q25: rest(q25),
    q50: rest(q50),
    q75: rest(q75),
    q90: rest(q90),
  };
}
