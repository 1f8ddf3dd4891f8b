/** Every model of the engine alone, with quantiles made of its own backtest as those of the choice are. */
import { backtest, inputAt } from '../../agents/demand/backtest.ts';
import { planBacktest } from '../../agents/demand/backtest-plan.ts';
import { combined } from '../../agents/demand/choice.ts';
import { fitAll } from '../../agents/demand/models/models.ts';
import type { ModelName } from '../../agents/demand/models/names.ts';
import { observed } from '../../agents/demand/series.ts';
import { shapeOf } from '../../agents/demand/shape.ts';
import { AS_TESTED, bandAround, quantilesAround, sizeOf, spreadOf } from '../../agents/demand/spread.ts';
import { type DemandPool, type DemandSeries, QUANTILE_LEVELS } from '../../agents/demand/types.ts';
import type { Answer } from './scores.ts';

/** null where the model can't be fitted, or nothing can be tested. */
export function modelAlone(
  series: DemandSeries,
  name: ModelName,
  horizon: number,
  pool: DemandPool,
): Answer | null {
  const y = observed(series.y);
  const plan = planBacktest(y.length, series.frequency);
  if (plan.origins.length === 0) return null;
  const fitted = fittedNow(series, [name], horizon, pool);
  const values = fitted.get(name);
  if (!values) return null;
  const trials = backtest(series, y, plan, shapeOf(pool, series.frequency, 'before'), [name, 'level']);
  const tests = trials.flatMap(({ actual, fitted: then }) => {
    const said = then.get(name);
    return said ? [{ actual, values: said, size: then.get('level')! }] : [];
  });
  const stretch = { values, size: fitted.get('level')! };
  const spread = spreadOf(sizeOf(stretch), tests, []);
  return {
    mean: values,
    quantiles: quantilesAround(stretch, spread, AS_TESTED, QUANTILE_LEVELS),
    band: bandAround(stretch, spread, AS_TESTED),
  };
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
