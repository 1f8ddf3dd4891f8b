/** The forecasting engine's one door: plain series in, means and quantiles out. Pure but for loading its wasm once. */
import { type BacktestPlan, planBacktest } from './backtest-plan.ts';
import { fitAll, type ModelInput, type ModelName } from './models.ts';
import { poolOf, weekdayIndex } from './pool.ts';
import { mean, observed } from './series.ts';
import { quantilesAround, type Spread, type Stretch, spreadOf } from './spread.ts';
import {
  type BacktestFold,
  type DemandForecast,
  type DemandInput,
  type DemandPool,
  type DemandSeries,
  type Frequency,
  QUANTILE_LEVELS,
  type SeriesForecast,
} from './types.ts';

const SEASON = { D: 52, W: 52, M: 12 } as const;
/** Naive must be better by a tenth, a model by a twentieth than one preferred to it: less is a short backtest's noise. */
const NAIVE_HANDICAP = 1.1;
const WORTHWHILE = 0.95;
const CENTRAL_LEVELS = [0.1, 0.9];

/** Preferred first. Days are best served by the pooled week, weeks and months by the mean of two views (M4). */
const PREFERENCE: Record<Frequency, readonly ModelName[]> = {
  D: ['level', 'blend', 'ets'],
  W: ['blend', 'ets', 'level'],
  M: ['blend', 'ets', 'level'],
};

/**
 * Forecasts every series by itself; daily ones share the week's shape (`pool`). Throws RangeError for a
 * horizon or quantile level out of range. The result of a series does not depend on the order of the others.
 */
export function forecast(input: DemandInput): DemandForecast {
  const { series, horizon, quantiles = QUANTILE_LEVELS } = input;
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > 730)
    throw new RangeError(`The horizon must be a whole number from 1 to 730, not ${horizon}.`);
  if (quantiles.some((level, index) => !(level > (quantiles[index - 1] ?? 0) && level < 1)))
    throw new RangeError('Quantile levels must ascend and lie between 0 and 1.');
  const pool = input.pool ?? poolOf(series);
  return { series: series.map((one) => forecastOne(one, horizon, quantiles, pool)) };
}

function forecastOne(
  series: DemandSeries,
  horizon: number,
  levels: readonly number[],
  pool: DemandPool,
): SeriesForecast {
  const y = observed(series.y);
  const level = mean(y);
  if (!(level > 0)) {
    const explain = Number.isNaN(level)
      ? 'Nothing was observed yet.'
      : 'Nothing was sold in the whole history.';
    const none = new Array<number>(horizon).fill(0);
    return assemble(series.key, 'zero', { values: none, size: none }, { z: [0], tested: 0 }, levels, explain);
  }
  const plan = planBacktest(y.length, series.frequency);
  const base = (origin: number, weekday: readonly number[]): ModelInput => ({
    train: y.slice(0, origin),
    horizon: origin < y.length ? plan.test : horizon,
    frequency: series.frequency,
    naiveSeason: plan.naiveSeason,
    exposure: series.frequency === 'D' ? (index) => weekday[weekdayIndex(series.start + index)]! : () => 1,
    yearSeason: hasYears(series, plan) ? SEASON[series.frequency] : 1,
  });
  const final = base(y.length, pool.weekday);
  if (plan.origins.length === 0) {
    const flat = Array.from({ length: horizon }, (_, index) => level * final.exposure(y.length + index));
    const past = y.map((_, index) => level * final.exposure(index));
    const explain = `Only ${y.length} periods of history: their mean is carried on.`;
    const spread = spreadOf([{ actual: y, values: past, size: past }], series.frequency);
    return assemble(series.key, 'mean', { values: flat, size: flat }, spread, levels, explain);
  }
  const trials = plan.origins.map((origin) => ({
    origin,
    actual: y.slice(origin, origin + plan.test),
    fitted: fitAll(base(origin, pool.weekdayBefore)),
  }));
  const choice = choose(trials, series.frequency);
  const chosenFit = fitAll(final);
  const method = chosenFit.has(choice) ? choice : 'level';
  const folds = trials.map(({ origin, actual, fitted }) =>
    foldOf(origin, actual, fitted.get(method)!, fitted.get('seasonal-naive')!),
  );
  const spread = spreadOf(
    trials.map(({ actual, fitted }) => ({ actual, ...stretchOf(fitted, method) })),
    series.frequency,
  );
  const scale = naiveError(y.slice(0, plan.origins[0]), plan.naiveSeason);
  const mase = scaled(
    folds.map((fold) => fold.mae),
    folds,
    scale,
  );
  const naiveMase = scaled(
    folds.map((fold) => fold.naiveMae),
    folds,
    scale,
  );
  const result = assemble(
    series.key,
    method,
    stretchOf(chosenFit, method),
    spread,
    levels,
    explainChoice(method, folds, mase, naiveMase),
  );
  return {
    ...result,
    mase,
    naiveMase,
    folds,
    coverage: coverageOf(trials, method, series.frequency),
    ...(method === 'seasonal-naive' ? { fellBackTo: 'seasonal-naive' as const } : {}),
  };
}

/** Yearly seasons only where the earliest trial has two of them to learn from: untested, they aren't used. */
function hasYears(series: DemandSeries, plan: BacktestPlan): boolean {
  const periods = (plan.origins[0] ?? 0) / (series.frequency === 'D' ? 7 : 1);
  return periods >= 2 * SEASON[series.frequency] + 2;
}

function stretchOf(fitted: Map<ModelName, number[]>, method: ModelName): Stretch {
  return { values: fitted.get(method)!, size: fitted.get('level')! };
}

interface Trial {
  origin: number;
  actual: number[];
  fitted: Map<ModelName, number[]>;
}

/**
 * The method with the least loss over all trials: mean of absolute and root squared error, each relative to
 * seasonal naive, so that neither the median nor the mean of demand alone decides. Where most periods are
 * zero the squared error decides alone: the absolute one would crown a forecast of nothing.
 */
function choose(trials: readonly Trial[], frequency: Frequency): ModelName {
  const naive = errorsOf(trials, 'seasonal-naive');
  if (!naive || naive.count === 0) return 'level';
  const intermittent = naive.zeros * 2 > naive.count;
  let best: { method: ModelName; loss: number } | undefined;
  for (const method of PREFERENCE[frequency]) {
    const errors = errorsOf(trials, method);
    if (!errors) continue;
    const squared = ratio(errors.squared, naive.squared);
    const loss = intermittent ? squared : (ratio(errors.absolute, naive.absolute) + squared) / 2;
    if (!best || loss < best.loss * WORTHWHILE) best = { method, loss };
  }
  return best && best.loss < NAIVE_HANDICAP ? best.method : 'seasonal-naive';
}

/** Where naive is without error nothing is better than it. */
function ratio(error: number, naive: number): number {
  return naive > 0 ? error / naive : error > 0 ? Number.POSITIVE_INFINITY : 1;
}

function errorsOf(trials: readonly Trial[], method: ModelName) {
  let absolute = 0;
  let squared = 0;
  let count = 0;
  let zeros = 0;
  for (const { actual, fitted } of trials) {
    const values = fitted.get(method);
    if (!values) return null;
    actual.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const error = value - values[index]!;
      absolute += Math.abs(error);
      squared += error * error;
      count += 1;
      if (value === 0) zeros += 1;
    });
  }
  return { absolute, squared: Math.sqrt(squared), count, zeros };
}

function foldOf(origin: number, actual: number[], values: number[], naive: number[]): BacktestFold {
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

/** Each test is judged by quantiles that know the other tests only, as the future is by those of all. */
function coverageOf(trials: readonly Trial[], method: ModelName, frequency: Frequency): number | null {
  if (trials.length < 2) return null;
  let within = 0;
  let count = 0;
  trials.forEach((trial, index) => {
    const others = trials.filter((_, other) => other !== index);
    const spread = spreadOf(
      others.map(({ actual, fitted }) => ({ actual, ...stretchOf(fitted, method) })),
      frequency,
    );
    const quantiles = quantilesAround(stretchOf(trial.fitted, method), spread, CENTRAL_LEVELS);
    trial.actual.forEach((value, at) => {
      if (Number.isNaN(value)) return;
      count += 1;
      if (value >= quantiles['0.1']![at]! && value <= quantiles['0.9']![at]!) within += 1;
    });
  });
  return count === 0 ? null : within / count;
}

/** In-sample mean absolute error of seasonal naive, the scale of MASE; 0 where it has none. */
function naiveError(y: readonly number[], season: number): number {
  const differences = y.slice(season).map((value, index) => Math.abs(value - y[index]!));
  return mean(differences) || 0;
}

function scaled(errors: number[], folds: readonly BacktestFold[], scale: number): number | null {
  const periods = folds.reduce((sum, fold) => sum + fold.periods, 0);
  if (periods === 0 || scale === 0) return null;
  return errors.reduce((sum, error, index) => sum + error * folds[index]!.periods, 0) / periods / scale;
}

const NAMES: Record<ModelName, string> = {
  blend: 'The mean of a smoothed level and exponential smoothing',
  level: 'A smoothed level',
  ets: 'Exponential smoothing',
  'seasonal-naive': 'Repeating the last season',
};

function explainChoice(
  method: ModelName,
  folds: readonly BacktestFold[],
  mase: number | null,
  naiveMase: number | null,
): string {
  const tests = folds.length === 1 ? 'one test' : `${folds.length} tests`;
  // The choice weighs squared errors too, so the absolute one that MASE tells may be the worse.
  const measure = mase !== null && naiveMase !== null && mase > naiveMase ? ' by squared error' : '';
  const figures =
    mase === null || naiveMase === null
      ? ''
      : ` (absolute error as MASE ${mase.toFixed(2)}, repeating the last season ${naiveMase.toFixed(2)})`;
  return method === 'seasonal-naive'
    ? `No model beat repeating the last season in ${tests} on past data${figures}.`
    : `${NAMES[method]} did best${measure} in ${tests} on past data${figures}.`;
}

function assemble(
  key: string,
  method: SeriesForecast['method'],
  stretch: Stretch,
  spread: Spread,
  levels: readonly number[],
  explain: string,
): SeriesForecast {
  const quantiles = quantilesAround(stretch, spread, levels);
  return {
    key,
    method,
    mean: [...stretch.values],
    quantiles,
    mase: null,
    naiveMase: null,
    folds: [],
    coverage: null,
    explain,
  };
}
