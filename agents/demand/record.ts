/** Which models do well on series of a kind, how they are best chosen there, and how far they fall from what comes. */
import { backtest, type Trial } from './backtest.ts';
import { planBacktest } from './backtest-plan.ts';
import { ALONE, choose, combined, type Losses, lossesOf, lossOf, type Scale, scaleBefore } from './choice.ts';
import { MODEL_NAMES, type ModelName } from './models/names.ts';
import { sampleOf } from './sample.ts';
import { mean, observed, rhythmOf } from './series.ts';
import { shapeOf } from './shape.ts';
import { AS_TESTED, calibrate, errorsOf, judgedOf, type Stretched } from './spread.ts';
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

/**
 * `series`: of one frequency; `pool`: what they share, of which the records are not asked. A test counts for the kind that its series was of when it
 * began: those that are known by now to have sold well would make the past better than what is ahead of their like.
 */
export function recordsOf(series: readonly DemandSeries[], frequency: Frequency, pool: DemandPool): Learned {
  const records: DemandPool['records'] = {};
  let [sum, count] = [0, 0];
  for (const [rhythm, ours] of byRhythm(series)) {
    const found = recordOf(rhythm, sampleOf(ours), pool);
    if (!found) continue;
    records[kindOf(frequency, rhythm)] = found.record;
    sum += found.lost * ours.length;
    count += ours.length;
  }
  return { records, lost: sum / count };
}

export function kindOf(frequency: Frequency, rhythm: Rhythm): string {
  return `${frequency} ${rhythm}`;
}

/** Each series under every rhythm that it had when one of its tests began; in an order that is not theirs. */
function byRhythm(series: readonly DemandSeries[]): [Rhythm, DemandSeries[]][] {
  const rhythms = new Map<Rhythm, DemandSeries[]>();
  for (const one of series) {
    const y = observed(one.y);
    for (const rhythm of new Set(rhythmsAt(y, planBacktest(y.length, one.frequency).origins))) {
      const ours = rhythms.get(rhythm);
      if (ours) ours.push(one);
      else rhythms.set(rhythm, [one]);
    }
  }
  return [...rhythms].sort(([a], [b]) => (a < b ? -1 : 1));
}

function rhythmsAt(y: readonly number[], origins: readonly number[]): Rhythm[] {
  return origins.map((origin) => rhythmOf(y.slice(0, origin)));
}

interface Tried {
  trials: Trial[];
  /** Of each trial alone. */
  losses: Losses[];
  /** Which of the trials began when the series had the rhythm in question. */
  ours: number[];
  scale: Scale;
}

function recordOf(
  rhythm: Rhythm,
  series: readonly DemandSeries[],
  pool: DemandPool,
): { record: ModelRecord; lost: number } | null {
  const tried = series.flatMap((one): Tried[] => {
    const y = observed(one.y);
    const plan = planBacktest(y.length, one.frequency);
    if (plan.origins.length === 0) return [];
    const trials = backtest(one, y, plan, shapeOf(pool, one.frequency, 'before'));
    const scale = scaleBefore(y, plan);
    const ours = rhythmsAt(y, plan.origins).flatMap((then, index) => (then === rhythm ? [index] : []));
    const losses = trials.map((trial) => lossesOf([trial], scale, rhythm));
    return [{ trials, losses, ours, scale }];
  });
  // The errors of one that sold nothing before its tests have no scale: how far they fall counts, which model did best does not.
  const told = tried.filter(({ losses }) => losses.every((loss) => loss.size > 0));
  if (told.length === 0) return null;
  const all = told.flatMap(({ losses, ours }) => ours.map((index) => losses[index]!));
  const names = MODEL_NAMES.filter((name) => all.every((loss) => loss.has(name)));
  const loss = Object.fromEntries(names.map((name) => [name, mean(all.map((one) => one.get(name)!))]));
  const { lost, ...way } = bestWay(told, loss, rhythm);
  const record = { series: told.length, loss, ...way, errors: [], ...AS_TESTED };
  if (told.length < ENOUGH_SERIES) return { lost, record };
  const judged = tried.flatMap(({ trials, losses, ours }) => {
    const tests = judgedOf(stretchedOf(trials, choose(meanOf(losses), { loss, ...way })));
    return ours.map((index) => tests[index]!);
  });
  const errors = errorsOf(judged.map(({ test }) => test));
  return { lost, record: { ...record, errors, ...calibrate(judged, errors) } };
}

/** What would have done best: each test forecast with what the series' other tests and all others' record say. */
function bestWay(
  tried: readonly Tried[],
  loss: ModelRecord['loss'],
  rhythm: Rhythm,
): Pick<ModelRecord, 'ownWeight' | 'together'> & { lost: number } {
  const judged = tried.filter(({ trials }) => trials.length > 1);
  if (judged.length < ENOUGH_SERIES)
    return { ownWeight: 0.25, together: ALONE.together, lost: Math.min(...Object.values(loss)) };
  let best = { ownWeight: 0, together: ALONE.together, lost: Number.POSITIVE_INFINITY };
  for (const ownWeight of OWN_WEIGHTS)
    for (const together of TOGETHER) {
      const losses = judged.flatMap(({ trials, losses: known, ours, scale }) =>
        ours.map((index) => {
          const { actual, fitted } = trials[index]!;
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
