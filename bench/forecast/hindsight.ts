/** What weights of the models could reach at best: taken from what came, it is a bound and no forecast. */
import { type Answer, type Held, scoresOf } from './scores.ts';

const ROUNDS = 60;
const SWEEPS = 400;

/**
 * The least RMSSE of one weighted sum of the models for all series, no weight below zero. RMSSE is a sum of norms and so convex
 * in the weights: least squares, each series weighted by the inverse of its last error, come to it (Weiszfeld 1937).
 * `models`: by model, its answers in the order of the series.
 */
export function leastInHindsight(
  held: readonly Held[],
  models: readonly (readonly Answer[])[],
  season: number,
): { rmsse: number; weights: number[] } {
  let weights = models.map(() => 1 / models.length);
  for (let round = 0; round < ROUNDS; round += 1) weights = leastSquares(held, models, season, weights);
  return { rmsse: scoresOf(held, summed(held, models, weights), season).rmsse, weights };
}

function summed(
  held: readonly Held[],
  models: readonly (readonly Answer[])[],
  weights: readonly number[],
): Answer[] {
  return held.map(({ test }, series) => ({
    mean: test.map((_, at) =>
      weights.reduce((sum, weight, model) => sum + weight * models[model]![series]!.mean[at]!, 0),
    ),
  }));
}

function leastSquares(
  held: readonly Held[],
  models: readonly (readonly Answer[])[],
  season: number,
  weights: readonly number[],
): number[] {
  const before = summed(held, models, weights);
  const products = models.map(() => models.map(() => 0));
  const withDemand = models.map(() => 0);
  held.forEach((one, series) => {
    const { rmsse } = scoresOf([one], [before[series]!], season);
    const squares = one.test.reduce<number>(
      (sum, value, at) => sum + (value === null ? 0 : (value - before[series]!.mean[at]!) ** 2),
      0,
    );
    if (!(rmsse > 0) || !Number.isFinite(rmsse)) return;
    const weight = rmsse / squares;
    one.test.forEach((value, at) => {
      if (value === null) return;
      const said = models.map((answers) => answers[series]!.mean[at]!);
      said.forEach((a, row) => {
        withDemand[row] = withDemand[row]! + weight * a * value;
        said.forEach((b, column) => {
          products[row]![column] = products[row]![column]! + weight * a * b;
        });
      });
    });
  });
  const solved = [...weights];
  for (let sweep = 0; sweep < SWEEPS; sweep += 1)
    products.forEach((row, model) => {
      const others = row.reduce(
        (sum, value, other) => sum + (other === model ? 0 : value * solved[other]!),
        0,
      );
      if (row[model]! > 0) solved[model] = Math.max(0, (withDemand[model]! - others) / row[model]!);
    });
  return solved;
}
