/** The agent's backtest: the store's last weeks again with its proposals followed, and what that would have changed. */

import type { BacktestContext, VariantFact } from '../../../shared/agent.ts';
import { batchesOf } from '../../../shared/batches.ts';
import type { AgentBacktest } from '../../../shared/contract/backtest-schemas.ts';
import { RoyalError } from '../../../shared/errors.ts';
import type { ShopifyId } from '../../../shared/gid.ts';
import type { VariantTerms } from '../../../shared/supplier-terms.ts';
import type { Day } from '../../../shared/time.ts';
import type { DemandPool, PoolInput } from '../../demand/types.ts';
import { breather } from '../breather.ts';
import { whyNotReordered } from '../eligibility.ts';
import { type Demands, netPerUnit, planOutlook, readDemands, readVariants } from '../outlook.ts';
import { salesClasses, serviceTerms } from '../service-levels.ts';
import { poolSample, seriesOf } from '../shared-pool.ts';
import {
  horizonOf,
  type ReplayInput,
  type ReplayItem,
  type ReplayRow,
  type WeekForecast,
  type WeeksInput,
} from './replay.ts';
import { CARRYING_RATE, figuresOf, type Priced } from './verdict.ts';

const WEEKS = 12;
/** Fewer weeks say nothing: most orders placed in them had not come yet. */
const FEWEST_WEEKS = 4;
/** What is forecast in the first week has so many days of the store behind it. */
const DAYS_BEFORE = 56;
/** Of the product itself, for a rule to be tuned on. */
const OWN_DAYS_BEFORE = 28;
/** Each takes a forecast a week; the best sellers hold most of what there is to gain. */
const MOST_PRODUCTS = 200;
/** Products of one task: between two of them a backtest can be broken off. */
const BATCH = 5;
/** Share of the days that snapshots must have seen. */
const WATCHED_ENOUGH = 0.8;

/** Rejects with RoyalError invalid_state for a store never synced, and `cancelled` as the pool does. */
export async function backtestInventory(context: BacktestContext): Promise<AgentBacktest> {
  const { mirror, store, suppliers, tasks, signal, progress } = context;
  if (mirror.syncedAt() === null)
    throw new RoyalError({
      code: 'invalid_state',
      message: `${store.name} has never been synced.`,
      next: `Run \`royal sync ${store.id}\` first.`,
    });
  const variants = await readVariants(context);
  const known = suppliers.variantTerms();
  const candidates = variants.filter((variant) => whyNotReordered(variant, known(variant).supplier) === null);
  const plan = planOutlook(context, candidates, 1);
  const weeks = Math.min(WEEKS, Math.floor((plan.to - plan.from + 1 - DAYS_BEFORE) / 7));
  const leftOut = new Map<string, number>();
  const leave = (reason: string, products = 1): void => {
    if (products > 0) leftOut.set(reason, (leftOut.get(reason) ?? 0) + products);
  };
  leave(
    'never reordered: bundles, pre-orders, gift cards, untracked or discontinued',
    variants.length - candidates.length,
  );
  if (weeks < FEWEST_WEEKS) {
    leave('too little history', candidates.length);
    const days = Math.max(0, plan.to - plan.from + 1);
    const reason =
      `${days} days of orders are too few: ${DAYS_BEFORE} are needed to forecast from, and ` +
      `${FEWEST_WEEKS} weeks to replay.`;
    return figuresOf({ context, from: null, weeks: 0, rows: [], leftOut, reason });
  }

  const from = plan.to - 7 * weeks + 1;
  progress(0, candidates.length, 'Reading demand');
  const before = await readDemands(context, variants, { ...plan, to: from - 1 });
  const whole = await readDemands(context, variants, plan);
  const chosen = choose(candidates, { before, whole }, leave);
  if (chosen.length === 0)
    return figuresOf({
      context,
      from: null,
      weeks: 0,
      rows: [],
      leftOut,
      reason: 'No product could be replayed.',
    });

  const classes = salesClasses(candidates.map(({ variantId }) => before.recent.get(variantId)?.net ?? 0));
  const classOf = new Map(candidates.map(({ variantId }, index) => [variantId, classes[index]!]));
  const watched = await watchedDays(context, chosen, from, plan.to);
  /** Of a unit asked for, of which a part comes back: neither its price nor its cost is kept then. */
  const marginOf = (variant: VariantFact): number | null => {
    if (variant.unitCost === null) return null;
    const kept = 1 - before.byVariant.get(variant.variantId)!.restockRate;
    return Math.round(kept * (netPerUnit(variant, before) - variant.unitCost));
  };
  const terms = (variant: VariantFact): VariantTerms =>
    serviceTerms(known(variant), {
      salesClass: classOf.get(variant.variantId)!,
      netPerUnit: netPerUnit(variant, before),
      unitCost: variant.unitCost,
    });
  const items = chosen.map(
    (variant): ReplayItem => ({
      costs: costsOf(marginOf(variant), variant.unitCost),
      series: seriesOf(whole.byVariant.get(variant.variantId)!),
      terms: terms(variant),
      restockRate: before.byVariant.get(variant.variantId)!.restockRate,
      watched: watched.get(variant.variantId) ?? null,
    }),
  );
  progress(0, items.length, 'Learning what products have in common');
  const sample: PoolInput = {
    series: poolSample([...before.byVariant.values()], from),
    country: context.mirror.country(),
  };
  const pool = await tasks.run<DemandPool>('demand.pool', sample, { signal });
  const forecasts = await forecastAll(items, { from, weeks, pool }, context);
  progress(items.length, items.length, 'Replaying the weeks');
  const rows = await tasks.run<ReplayRow[]>(
    'inventory.replay',
    { items, forecasts, from, weeks } satisfies ReplayInput,
    { signal },
  );
  const facts = new Map(chosen.map((variant) => [String(variant.variantId), variant]));
  const priced = rows.map((row): Priced => {
    const variant = facts.get(row.key)!;
    return { ...row, unitCost: variant.unitCost, margin: marginOf(variant) };
  });
  return figuresOf({ context, from, weeks, rows: priced, leftOut, reason: null });
}

/** A rule that is tuned by money needs a unit to be worth selling. */
function costsOf(margin: number | null, unitCost: number | null): ReplayItem['costs'] {
  if (margin === null || unitCost === null || margin <= 0) return null;
  return { lost: margin, unitDay: (unitCost * CARRYING_RATE) / 365 };
}

/** The best sellers of the time before among those that can be replayed. */
function choose(
  candidates: readonly VariantFact[],
  { before, whole }: { before: Demands; whole: Demands },
  leave: (reason: string, products?: number) => void,
): VariantFact[] {
  const able = candidates.filter(({ variantId }) => {
    const past = before.byVariant.get(variantId)!;
    const observedDays = past.y.filter((units) => units !== null).length;
    if (past.start !== whole.byVariant.get(variantId)!.start || observedDays < OWN_DAYS_BEFORE)
      leave('less than four weeks of history before the weeks replayed');
    else if (past.units === 0) leave('not sold before the weeks replayed');
    else return true;
    return false;
  });
  const worth = ({ variantId }: VariantFact): number => before.recent.get(variantId)?.net ?? 0;
  able.sort((a, b) => worth(b) - worth(a) || a.variantId - b.variantId);
  leave(`beyond the ${MOST_PRODUCTS} best sellers`, able.length - MOST_PRODUCTS);
  return able.slice(0, MOST_PRODUCTS);
}

async function forecastAll(
  items: readonly ReplayItem[],
  common: Omit<WeeksInput, 'series' | 'horizon'>,
  { tasks, signal, progress }: BacktestContext,
): Promise<WeekForecast[][]> {
  const horizon = horizonOf(items);
  const batches = batchesOf(items, BATCH);
  let done = 0;
  const answers = await Promise.all(
    batches.map(async (batch) => {
      const input: WeeksInput = { ...common, horizon, series: batch.map(({ series }) => series) };
      const made = await tasks.run<WeekForecast[][]>('inventory.forecast_weeks', input, { signal });
      done += batch.length;
      progress(done, items.length, `${done} of ${items.length} products forecast week by week`);
      return made;
    }),
  );
  return answers.flat();
}

/** Stock as snapshots saw it on each of the days, where they saw enough of them; gaps take the day before. */
async function watchedDays(
  { mirror, signal }: BacktestContext,
  chosen: readonly VariantFact[],
  from: Day,
  to: Day,
): Promise<Map<ShopifyId, number[]>> {
  const items = chosen.map(({ inventoryItemId }) => inventoryItemId);
  const seen = new Map<ShopifyId, Map<Day, number>>(items.map((id) => [id, new Map()]));
  const breathe = breather();
  for (let day = from; day <= to; day += 1) {
    for (const { inventoryItemId, available } of mirror.stockDays(day, day, items))
      seen.get(inventoryItemId)?.set(day, available);
    await breathe();
    signal.throwIfAborted();
  }
  const watched = new Map<ShopifyId, number[]>();
  for (const { variantId, inventoryItemId } of chosen) {
    const days = seen.get(inventoryItemId)!;
    if (days.size < WATCHED_ENOUGH * (to - from + 1) || !days.has(from)) continue;
    let last = 0;
    watched.set(
      variantId,
      Array.from({ length: to - from + 1 }, (_, index) => {
        last = days.get(from + index) ?? last;
        return last;
      }),
    );
  }
  return watched;
}
