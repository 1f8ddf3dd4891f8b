/** Which models a series gets: those that did best on its own past and, which counts more, on that of series like it. */
import type { Trial } from './backtest.ts';
import type { BacktestPlan } from './backtest-plan.ts';
import { MODEL_NAMES, type ModelName } from './models/names.ts';
import { mean } from './series.ts';
import type { ModelRecord, Rhythm } from './types.ts';

/** Naive must be better by a tenth: less is a short backtest's noise. */
const NAIVE_HANDICAP = 1.1;

export type Losses = ReadonlyMap<ModelName, number>;

/** In-sample errors of naive forecasts, which errors are divided by (Hyndman & Koehler 2006; M5). NaN where there are none. */
export interface Scale {
  /** Mean absolute error of seasonal naive. */
  absolute: number;
  /** Root mean squared error of one step naive. */
  squared: number;
}

export function scaleOf(y: readonly number[], naiveSeason: number): Scale {
  const errors = (lag: number): number[] => y.slice(lag).map((value, index) => value - y[index]!);
  return {
    absolute: mean(errors(naiveSeason).map(Math.abs)),
    squared: Math.sqrt(mean(errors(1).map((error) => error * error))),
  };
}

/** Of the periods before the tests; of all where those hold no two seasons: the first 12 of 24 months have no difference. */
export function scaleBefore(y: readonly number[], { origins, naiveSeason }: BacktestPlan): Scale {
  const before = y.slice(0, origins[0]);
  return scaleOf(before.length < 2 * naiveSeason ? y : before, naiveSeason);
}

/**
 * The mean of scaled absolute and root squared error, so that neither the median nor the mean of demand alone decides.
 * Where demand is not steady the squared error decides alone: the absolute one would crown a forecast of nothing. NaN
 * where nothing came or nothing scales.
 */
export function lossOf(
  actual: readonly number[],
  values: readonly number[],
  scale: Scale,
  rhythm: Rhythm,
): number {
  const { absolute, squared } = errorsIn(actual, values, scale);
  const loss = rhythm === 'steady' ? (absolute + squared) / 2 : squared;
  return Number.isFinite(loss) ? loss : Number.NaN;
}

/** Scaled mean absolute and root mean squared error; NaN where nothing came or nothing scales. */
export function errorsIn(actual: readonly number[], values: readonly number[], scale: Scale): Scale {
  const errors = actual.map((value, index) => value - values[index]!);
  return {
    absolute: mean(errors.map(Math.abs)) / scale.absolute,
    squared: Math.sqrt(mean(errors.map((error) => error * error))) / scale.squared,
  };
}

/** By model, the mean over trials; without those that could not be fitted to all. */
export function lossesOf(trials: readonly Trial[], scale: Scale, rhythm: Rhythm): Losses {
  const losses = new Map<ModelName, number>();
  for (const name of MODEL_NAMES) {
    if (!trials.every(({ fitted }) => fitted.has(name))) continue;
    const loss = mean(trials.map(({ actual, fitted }) => lossOf(actual, fitted.get(name)!, scale, rhythm)));
    if (!Number.isNaN(loss)) losses.set(name, loss);
  }
  return losses;
}

/**
 * The best first; seasonal naive only alone. A model that the record does not know was not tried on the same series as
 * the others, and is left out.
 */
export function choose(
  own: Losses,
  record: Pick<ModelRecord, 'loss' | 'ownWeight' | 'together'> | undefined,
): ModelName[] {
  const { loss: known, ownWeight, together } = record ?? ALONE;
  const ranked = [...own]
    .flatMap(([name, loss]) => {
      const others = record ? known[name] : loss;
      return others === undefined ? [] : [{ name, loss: ownWeight * loss + (1 - ownWeight) * others }];
    })
    .sort((a, b) => a.loss - b.loss);
  const models = ranked.filter(({ name }) => name !== 'seasonal-naive');
  const naive = ranked.find(({ name }) => name === 'seasonal-naive');
  const [best] = models;
  if (!best) return ['level'];
  if (naive && !(best.loss < naive.loss * NAIVE_HANDICAP)) return ['seasonal-naive'];
  return models
    .filter(({ loss }) => loss <= best.loss * together.within)
    .slice(0, together.most)
    .map(({ name }) => name);
}

/** Without others to learn from. */
export const ALONE: Pick<ModelRecord, 'loss' | 'ownWeight' | 'together'> = {
  loss: {},
  ownWeight: 1,
  together: { most: 3, within: 1.1 },
};

/** Period by period the median of the members that could be fitted; of two their mean. */
export function combined(
  fitted: ReadonlyMap<ModelName, readonly number[]>,
  members: readonly ModelName[],
): number[] {
  const known = members.flatMap((name) => (fitted.has(name) ? [fitted.get(name)!] : []));
  const parts = known.length > 0 ? known : [fitted.get('level')!];
  return parts[0]!.map((_, index) => {
    const values = parts.map((part) => part[index]!).sort((a, b) => a - b);
    const middle = values.length >> 1;
    return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
  });
}
