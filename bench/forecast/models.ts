/** Every model of the engine alone, its quantiles made and calibrated as those of the choice are. */
import { backtest, inputAt } from '../../agents/demand/backtest.ts';
import { planBacktest } from '../../agents/demand/backtest-plan.ts';
import { combined } from '../../agents/demand/choice.ts';
import { fitAll } from '../../agents/demand/models/models.ts';
import type { ModelName } from '../../agents/demand/models/names.ts';
import { stretchedOf } from '../../agents/demand/record.ts';
import { sampleOf } from '../../agents/demand/sample.ts';
import { observed, rhythmOf } from '../../agents/demand/series.ts';
import { shapeOf } from '../../agents/demand/shape.ts';
import {
  AS_TESTED,
  bandAround,
  calibrate,
  errorsOf,
  type Judged,
  judgedOf,
  quantilesAround,
  type Stretch,
  type Stretched,
  sizeOf,
  spreadOf,
} from '../../agents/demand/spread.ts';
import {
  type DemandPool,
  type DemandSeries,
  QUANTILE_LEVELS,
  type Rhythm,
} from '../../agents/demand/types.ts';
import type { Answer } from './scores.ts';

interface Alone {
  series: DemandSeries;
  ahead: Stretch;
  tests: Stretched[];
  rhythm: Rhythm;
  /** When each test began. */
  rhythms: Rhythm[];
}

/** By series; null where the model can't be fitted, or nothing can be tested. */
export function modelAlone(
  series: readonly DemandSeries[],
  name: ModelName,
  horizon: number,
  pool: DemandPool,
): (Answer | null)[] {
  const known = series.map((one) => tested(one, name, horizon, pool));
  const sample = new Set(sampleOf(series));
  const learnedFrom = known.filter((one) => one !== null && sample.has(one.series)) as Alone[];
  const learned = new Map<Rhythm, ReturnType<typeof learn>>();
  return known.map((one) => {
    if (!one) return null;
    const { rhythm, ahead, tests } = one;
    const { errors, factors } = learned.get(rhythm) ?? learn(learnedFrom, rhythm);
    learned.set(rhythm, { errors, factors });
    const spread = spreadOf(sizeOf(ahead), tests, errors);
    return {
      mean: ahead.values,
      quantiles: quantilesAround(ahead, spread, factors, QUANTILE_LEVELS),
      band: bandAround(ahead, spread, factors),
    };
  });
}

function tested(series: DemandSeries, name: ModelName, horizon: number, pool: DemandPool): Alone | null {
  const y = observed(series.y);
  const plan = planBacktest(y.length, series.frequency);
  if (plan.origins.length === 0) return null;
  const fitted = fittedNow(series, [name], horizon, pool);
  const values = fitted.get(name);
  if (!values) return null;
  const trials = backtest(series, y, plan, shapeOf(pool, series.frequency, 'before'), [name, 'level']);
  const said = trials.filter(({ fitted: then }) => then.has(name));
  return {
    series,
    ahead: { values, size: fitted.get('level')! },
    tests: stretchedOf(said, [name]),
    rhythm: rhythmOf(y),
    rhythms: said.map(({ origin }) => rhythmOf(y.slice(0, origin))),
  };
}

function learn(known: readonly Alone[], rhythm: Rhythm) {
  const judged = known.flatMap(({ tests, rhythms }): Judged[] =>
    judgedOf(tests).filter((_, index) => rhythms[index] === rhythm),
  );
  const errors = errorsOf(judged.map(({ test }) => test));
  return { errors, factors: judged.length > 0 ? calibrate(judged, errors) : AS_TESTED };
}

/** What was chosen, fitted to all points and forecast, without the tests that it was chosen by. */
export function refitted(
  series: DemandSeries,
  members: readonly ModelName[],
  horizon: number,
  pool: DemandPool,
): number[] {
  return combined(fittedNow(series, members, horizon, pool), members);
}

function fittedNow(
  series: DemandSeries,
  names: readonly ModelName[],
  horizon: number,
  pool: DemandPool,
): Map<ModelName, number[]> {
  const y = observed(series.y);
  const plan = planBacktest(y.length, series.frequency);
  const now = shapeOf(pool, series.frequency, 'now');
  const input = inputAt(series, y, plan, now, { origin: y.length, horizon });
  return fitAll(input, [...new Set<ModelName>([...names, 'level'])]);
}
