/**
 * What a store's series have in common, learned once a week from the days before it: were it learned at every run, one
 * sale would change it, and with it every product's forecast.
 */
import { createHash } from 'node:crypto';
import type { AgentContext } from '../../shared/agent.ts';
import { type Day, weekdayOf } from '../../shared/time.ts';
import type { DemandPool, DemandSeries, Likeness, PoolInput } from '../demand/types.ts';
import { ENGINE_VERSION } from '../demand/version.ts';
import type { VariantDemand } from './demand-series.ts';

export interface SharedPool {
  engine: number;
  /** The day after the last that it was learned from. */
  until: Day;
  /** Units and series that it was learned from. */
  units: number;
  series: number;
  /** Whose holidays it knows; null for none. */
  country: string | null;
  /** Hash of the pool. */
  id: string;
  pool: DemandPool;
}

/** Series that the pool is learned from: half the best sellers, which show the store's turn, half any others. */
const POOL_SERIES = 600;
/** A store with less is learned anew each day: each says much. */
const FEWEST_DAYS = 56;
/** An import or a long sync brings more than late orders of a week do. */
const AS_GOOD_AS_THE_SAME = 0.05;

/** The kept one where it is of this week and of much the same past; else one that is learned on the pool's threads. */
export async function sharedPool(
  { mirror, tasks, signal, progress }: Pick<AgentContext, 'mirror' | 'tasks' | 'signal' | 'progress'>,
  demands: readonly VariantDemand[],
  { from, to }: { from: Day; to: Day },
): Promise<SharedPool> {
  const monday = to + 1 - (weekdayOf(to + 1) - 1);
  const until = monday - from >= FEWEST_DAYS ? monday : to + 1;
  const sample = poolSample(demands, until);
  const units = sample.reduce((sum, { y }) => sum + y.reduce<number>((all, one) => all + (one ?? 0), 0), 0);
  const country = mirror.country();
  const kept = JSON.parse(mirror.keptPool() ?? 'null') as SharedPool | null;
  if (
    kept?.engine === ENGINE_VERSION &&
    kept.until === until &&
    kept.country === country &&
    alike(kept.units, units) &&
    alike(kept.series, sample.length)
  )
    return kept;
  progress(0, demands.length, 'Learning what products have in common');
  const input: PoolInput = { series: sample, country };
  const pool = await tasks.run<DemandPool>('demand.pool', input, { signal });
  return { engine: ENGINE_VERSION, until, units, series: sample.length, country, id: hashOf(pool), pool };
}

function alike(kept: number, now: number): boolean {
  return Math.abs(kept - now) <= AS_GOOD_AS_THE_SAME * Math.max(kept, now);
}

/** What the pool is learned from, of the days before `until`; the order of the demands does not matter. */
export function poolSample(demands: readonly VariantDemand[], until: Day): DemandSeries[] {
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
  return [...best, ...some]
    .map((demand) => ({
      ...seriesOf(demand),
      y: demand.y.slice(0, Math.max(0, until - demand.start)),
    }))
    .filter(({ y }) => y.length > 0);
}

export function seriesOf({ variantId, start, y }: VariantDemand, like?: Likeness): DemandSeries {
  return { key: String(variantId), frequency: 'D', start, y, ...(like ? { like } : {}) };
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}
