/**
 * Theta with an optimised smoothing weight: a smoothed level with half the drift of the trend line.
 * Source: Assimakopoulos & Nikolopoulos 2000, as simple exponential smoothing with drift by Hyndman & Billah 2003.
 */
import type { ModelInput } from './model.ts';
import { withoutSeason } from './season.ts';
import { byWeeks } from './weeks.ts';

const ALPHAS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
/** A period's drift is worth so much of the one before: a line drawn on for a year is no forecast (Gardner & McKenzie 1985). */
const DAMPING = 0.98;
const ENOUGH = 4;

export function theta(input: ModelInput): number[] | null {
  return byWeeks(input, withoutSeason(input.yearSeason, thetaOf));
}

/** Of a gapless series; never negative. null where it is too short for a trend. */
function thetaOf(y: readonly number[], horizon: number): number[] | null {
  const n = y.length;
  if (n < ENOUGH) return null;
  let best = { error: Number.POSITIVE_INFINITY, level: 0, alpha: 1 };
  for (const alpha of ALPHAS) {
    const { error, level } = ses(y, alpha);
    if (error < best.error) best = { error, level, alpha };
  }
  const { level, alpha } = best;
  const drift = slope(y) / 2;
  let grown = drift * ((1 - (1 - alpha) ** n) / alpha - 1);
  let step = drift;
  return Array.from({ length: horizon }, () => {
    grown += step;
    step *= DAMPING;
    return Math.max(0, level + grown);
  });
}

/** Each weight counts itself out at the start: the first value alone is no level. */
function ses(y: readonly number[], alpha: number): { error: number; level: number } {
  let sum = 0;
  let weight = 0;
  let error = 0;
  for (const value of y) {
    if (weight > 0) error += (value - sum / weight) ** 2;
    sum = sum * (1 - alpha) + value;
    weight = weight * (1 - alpha) + 1;
  }
  return { error, level: sum / weight };
}

/** Of the least squares line, by period. */
function slope(y: readonly number[]): number {
  const middle = (y.length - 1) / 2;
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  let cross = 0;
  let square = 0;
  y.forEach((value, index) => {
    cross += (index - middle) * (value - mean);
    square += (index - middle) ** 2;
  });
  return cross / square;
}
