/** The forecasting engine's one door: plain series in, means and quantiles out. Pure but for loading its wasm once. */
import { forecastByAnalogy } from './analogy.ts';
import { backtest, inputAt, type Trial } from './backtest.ts';
import { planBacktest } from './backtest-plan.ts';
import { choose, combined, lossesOf, scaleBefore } from './choice.ts';
import { explainChoice, explainMean } from './explain.ts';
import { fitAll } from './models/models.ts';
import type { ModelName } from './models/names.ts';
import { poolOf } from './pool.ts';
import { kindOf, stretchedOf } from './record.ts';
import { fromFirstSeen, mean, observed, rhythmOf } from './series.ts';
import { shapeOf } from './shape.ts';
import {
  AS_TESTED,
  bandAround,
  type Factors,
  judgedOf,
  quantilesAround,
  type Spread,
  type Stretch,
  type Stretched,
  sizeOf,
  spreadOf,
} from './spread.ts';
import {
  type BacktestFold,
  type DemandForecast,
  type DemandInput,
  type DemandPool,
  type DemandSeries,
  type ModelRecord,
  QUANTILE_LEVELS,
  type SeriesForecast,
  type SizedErrors,
} from './types.ts';

/**
 * Forecasts every series by itself; what they share comes from `pool`. Throws RangeError for a horizon or quantile
 * level out of range. The result of a series does not depend on the order of the others.
 */
export function forecast(input: DemandInput): DemandForecast {
  const { series, horizon, quantiles = QUANTILE_LEVELS } = input;
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > 730)
    throw new RangeError(`The horizon must be a whole number from 1 to 730, not ${horizon}.`);
  if (quantiles.some((level, index) => !(level > (quantiles[index - 1] ?? 0) && level < 1)))
    throw new RangeError('Quantile levels must ascend and lie between 0 and 1.');
  const pool = input.pool ?? poolOf(series);
  return {
    series: series.map((one) => {
      const seen = fromFirstSeen(one);
      const unseen = one.y.length - seen.y.length;
      const answer = forecastOne(seen, horizon, quantiles, pool);
      // Folds are counted in the periods that were asked of.
      const folds = answer.folds.map((fold) => ({ ...fold, origin: fold.origin + unseen }));
      return { ...answer, folds };
    }),
  };
}

function forecastOne(
  series: DemandSeries,
  horizon: number,
  levels: readonly number[],
  pool: DemandPool,
): SeriesForecast {
  const y = observed(series.y);
  const level = mean(y);
  const plain = { key: series.key, mase: null, naiveMase: null, folds: [], coverage: null, members: [] };
  const plan = planBacktest(y.length, series.frequency);
  const final = inputAt(series, y, plan, shapeOf(pool, series.frequency, 'now'), {
    origin: y.length,
    horizon,
  });
  // Unseen so far, it may never be offered: nothing is expected of it by analogy.
  if (series.like && plan.origins.length === 0 && !Number.isNaN(level)) {
    const { exposure } = final;
    return {
      ...plain,
      method: 'analogy',
      ...forecastByAnalogy(y, series.like, { horizon, levels, exposure }),
    };
  }
  if (!(level > 0)) {
    const none = new Array<number>(horizon).fill(0);
    const explain = Number.isNaN(level)
      ? 'Nothing was observed yet.'
      : 'Nothing was sold in the whole history.';
    const around = rangesAround(
      { values: none, size: none },
      { z: [0], none: 1, tested: 0 },
      AS_TESTED,
      levels,
    );
    return { ...plain, method: 'zero', mean: none, ...around, explain };
  }
  const rhythm = rhythmOf(y);
  const record = pool.records[kindOf(series.frequency, rhythm)];
  if (plan.origins.length === 0) {
    const flat = Array.from({ length: horizon }, (_, index) => level * final.exposure(y.length + index));
    const past = y.map((_, index) => level * final.exposure(index));
    const spread = spreadOf(level, [{ actual: y, values: past, size: past }], []);
    const around = rangesAround({ values: flat, size: flat }, spread, AS_TESTED, levels);
    return { ...plain, method: 'mean', mean: flat, ...around, explain: explainMean(series) };
  }
  const trials = backtest(series, y, plan, shapeOf(pool, series.frequency, 'before'), worthTrying(record));
  const scale = scaleBefore(y, plan);
  const losses = lossesOf(trials, scale, rhythm);
  const members = choose(losses, record);
  const method = members.length === 1 ? members[0]! : 'ensemble';
  const fitted = fitAll(final, [...new Set([...members, 'level' as const])]);
  const values = combined(fitted, members);
  const ahead = { values, size: fitted.get('level')! };
  const stretched = stretchedOf(trials, members);
  const folds = trials.map((trial, index) => foldOf(trial, stretched[index]!.values));
  const mase = scaled(folds, scale.absolute, 'mae');
  const naiveMase = scaled(folds, scale.absolute, 'naiveMae');
  const factors = record ?? AS_TESTED;
  const errors = record?.errors ?? [];
  return {
    key: series.key,
    method,
    members,
    mean: values,
    ...rangesAround(ahead, spreadOf(sizeOf(ahead), stretched, errors), factors, levels),
    mase,
    naiveMase,
    folds,
    coverage: coverageOf(stretched, errors, factors),
    explain: explainChoice({
      series,
      method,
      members,
      compared: losses.size > 0,
      folds,
      mase,
      naiveMase,
      record,
      pool,
      horizon,
    }),
    ...(method === 'seasonal-naive' ? { fellBackTo: method } : {}),
  };
}

/** Where a series' own tests do not count, only what is chosen is fitted: all the rest would be for nothing. */
function worthTrying(record: ModelRecord | undefined): ModelName[] | undefined {
  if (!record) return undefined;
  const known = Object.entries(record.loss) as [ModelName, number][];
  const wanted = record.ownWeight > 0 ? known.map(([name]) => name) : choose(new Map(known), record);
  return [...new Set<ModelName>([...wanted, 'level', 'seasonal-naive'])];
}

function rangesAround(
  stretch: Stretch,
  spread: Spread,
  factors: Factors,
  levels: readonly number[],
): Pick<SeriesForecast, 'quantiles' | 'band'> {
  return {
    quantiles: quantilesAround(stretch, spread, factors, levels),
    band: bandAround(stretch, spread, factors),
  };
}

function foldOf({ origin, actual, fitted }: Trial, values: readonly number[]): BacktestFold {
  const naive = fitted.get('seasonal-naive')!;
  const fold = { origin, periods: 0, actual: 0, forecast: 0, mae: 0, naiveMae: 0 };
  actual.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    fold.periods += 1;
    fold.actual += value;
    fold.forecast += values[index]!;
    fold.mae += Math.abs(value - values[index]!);
    fold.naiveMae += Math.abs(value - naive[index]!);
  });
  if (fold.periods > 0) {
    fold.mae /= fold.periods;
    fold.naiveMae /= fold.periods;
  }
  return fold;
}

/** Each test is judged by the band that knows the other tests only, as the future is by that of all. */
function coverageOf(
  tests: readonly Stretched[],
  errors: readonly SizedErrors[],
  factors: Factors,
): number | null {
  if (tests.length < 2) return null;
  let within = 0;
  let count = 0;
  for (const { test, others } of judgedOf(tests)) {
    const spread = spreadOf(sizeOf(test), others, errors);
    const { low, high } = bandAround(test, spread, factors);
    test.actual.forEach((value, at) => {
      if (Number.isNaN(value)) return;
      count += 1;
      if (value >= low[at]! && value <= high[at]!) within += 1;
    });
  }
  return count === 0 ? null : within / count;
}

function scaled(folds: readonly BacktestFold[], scale: number, error: 'mae' | 'naiveMae'): number | null {
  const periods = folds.reduce((sum, fold) => sum + fold.periods, 0);
  if (periods === 0 || !(scale > 0)) return null;
  return folds.reduce((sum, fold) => sum + fold[error] * fold.periods, 0) / periods / scale;
}
