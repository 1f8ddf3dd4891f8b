/** Which models do well on series of a kind, how they are best chosen there, and how far they fall from what comes. */
import { backtest, type Trial } from './backtest.ts';
import { planBacktest } from './backtest-plan.ts';
import {
  ALONE,
  choose,
  combined,
  type Losses,
  lossesOf,
  lossOf,
  rhythmOf,
  type Scale,
  scaleOf,
} from './choice.ts';
import { MODELS, type ModelName } from './models/models.ts';
import { sampleOf } from './sample.ts';
import { mean, observed } from './series.ts';
import { shapeOf } from './shape.ts';
import { AS_TESTED, calibrate, errorsOf, type Stretched } from './spread.ts';
import type { DemandPool, DemandSeries, Frequency, ModelRecord, Rhythm } from './types.ts';

/** Fewer say nothing of how wide quantiles should be. */
const ENOUGH_SERIES = 10;
/** Tried for how much a series' own tests count, and how many models are taken together. */
const OWN_WEIGHTS = [0, 0.1, 0.25, 0.5, 1];
const TOGETHER = [
  { most: 1, within: 1 },
  { most: 3, within: 1.05 },
  { most: 2, within: 1.25 },
  { most: 3, within: 1.25 },
  { most: 5, within: 1.5 },
];

/** Records by kind, and what the choice by them lost in the backtest, as a mean over all series. */
export interface Learned {
  records: DemandPool['records'];
  lost: number;
}

/** `pool`: what the series share; its own records are not asked. */
export function recordsOf(series: readonly DemandSeries[], pool: DemandPool): Learned {
  const records: DemandPool['records'] = {};
  let [sum, count] = [0, 0];
  for (const [kind, ours] of byKind(series)) {
    const found = recordOf(sampleOf(ours), pool);
    if (!found) continue;
    records[kind] = found.record;
    sum += found.lost * ours.length;
    count += ours.length;
  }
  return { records, lost: sum / count };
}

export function kindOf(frequency: Frequency, y: readonly number[]): string {
  return `${frequency} ${rhythmOf(y)}`;
}

function byKind(series: readonly DemandSeries[]): Map<string, DemandSeries[]> {
  const kinds = new Map<string, DemandSeries[]>();
  for (const one of series) {
    const kind = kindOf(one.frequency, observed(one.y));
    const ours = kinds.get(kind);
    if (ours) ours.push(one);
    else kinds.set(kind, [one]);
  }
  return kinds;
}

interface Tried {
  trials: Trial[];
  /** Of each trial alone. */
  losses: Losses[];
  scale: Scale;
  rhythm: Rhythm;
}

function recordOf(
  series: readonly DemandSeries[],
  pool: DemandPool,
): { record: ModelRecord; lost: number } | null {
  const tried = series.flatMap((one): Tried[] => {
    const y = observed(one.y);
    const plan = planBacktest(y.length, one.frequency);
    if (plan.origins.length === 0) return [];
    const trials = backtest(one, y, plan, shapeOf(pool, one.frequency, 'before'));
    const scale = scaleOf(y.slice(0, plan.origins[0]), plan.naiveSeason);
    const rhythm = rhythmOf(y);
    const losses = trials.map((trial) => lossesOf([trial], scale, rhythm));
    return losses.every((loss) => loss.size > 0) ? [{ trials, losses, scale, rhythm }] : [];
  });
  if (tried.length === 0) return null;
  const all = tried.flatMap(({ losses }) => losses);
  const names = (Object.keys(MODELS) as ModelName[]).filter((name) => all.every((loss) => loss.has(name)));
  const loss = Object.fromEntries(names.map((name) => [name, mean(all.map((one) => one.get(name)!))]));
  const { lost, ...way } = bestWay(tried, loss);
  const record = { series: tried.length, loss, ...way, errors: [], ...AS_TESTED };
  if (tried.length < ENOUGH_SERIES) return { lost, record };
  const stretched = tried.map(({ trials, losses }) =>
    stretchedOf(trials, choose(meanOf(losses), { loss, ...way })),
  );
  const errors = errorsOf(stretched);
  return { lost, record: { ...record, errors, ...calibrate(stretched, errors) } };
}

/** What would have done best: each test forecast with what the series' other tests and all others' record say. */
function bestWay(
  tried: readonly Tried[],
  loss: ModelRecord['loss'],
): Pick<ModelRecord, 'ownWeight' | 'together'> & { lost: number } {
  const judged = tried.filter(({ trials }) => trials.length > 1);
  if (judged.length < ENOUGH_SERIES)
    return { ownWeight: 0.25, together: ALONE.together, lost: Math.min(...Object.values(loss)) };
  let best = { ownWeight: 0, together: ALONE.together, lost: Number.POSITIVE_INFINITY };
  for (const ownWeight of OWN_WEIGHTS)
    for (const together of TOGETHER) {
      const losses = judged.flatMap(({ trials, losses: known, scale, rhythm }) =>
        trials.map(({ actual, fitted }, index) => {
          const own = meanOf(known.filter((_, other) => other !== index));
          const members = choose(own, { loss, ownWeight, together });
          return lossOf(actual, combined(fitted, members), scale, rhythm);
        }),
      );
      const lost = mean(losses);
      if (lost < best.lost) best = { ownWeight, together, lost };
    }
  return best;
}

function meanOf(losses: readonly Losses[]): Losses {
  const names = [...(losses[0]?.keys() ?? [])].filter((name) => losses.every((loss) => loss.has(name)));
  return new Map(names.map((name) => [name, mean(losses.map((loss) => loss.get(name)!))]));
}

/** What the chosen models said of each trial, beside what came. */
export function stretchedOf(trials: readonly Trial[], members: readonly ModelName[]): Stretched[] {
  return trials.map(({ actual, fitted }) => ({
    actual,
    values: combined(fitted, members),
    size: fitted.get('level')!,
  }));
}
