/**
 * Units needed over a stretch of days as a negative binomial of given mean and variance; a Poisson where the variance
 * is no more. Sources: Syntetos & Boylan 2006 (stock control of intermittent demand), Silver, Pyke & Thomas 2017, ch. 9.
 * Between whole units the distribution is drawn straight, so that a level and its risk agree.
 */
import { normalBelow, normalQuantile } from './normal.ts';

/** From here on the normal of a cube root (Wilson & Hilferty 1931) of a gamma is as good and takes one step. */
const MANY_UNITS = 400;
/** Below so many variances of the mean squared a gamma is too skewed for it. */
const LEAST_SHAPE = 4;

export interface Spreading {
  mean: number;
  variance: number;
}

/** The units that are enough with this probability, 0 to below 1. */
export function unitsEnough({ mean, variance }: Spreading, probability: number): number {
  if (!(mean > 0)) return 0;
  const level = Math.min(0.9999, Math.max(0, probability));
  if (isLarge(mean, variance)) {
    const shape = (mean * mean) / variance;
    const root = 1 - 1 / (9 * shape) + signedQuantile(level) * Math.sqrt(1 / (9 * shape));
    return mean * Math.max(0, root) ** 3;
  }
  let below = 0;
  for (const [units, chance] of chances(mean, variance)) {
    if (below + chance >= level) return Math.max(0, units - 1 + (level - below) / chance);
    below += chance;
  }
  return mean + signedQuantile(level) * Math.sqrt(variance);
}

/** The chance that more than so many units are needed. */
export function chanceOfMore({ mean, variance }: Spreading, available: number): number {
  if (!(mean > 0)) return 0;
  if (available < 0) return 1;
  if (isLarge(mean, variance)) {
    const shape = (mean * mean) / variance;
    const z = (Math.cbrt(available / mean) - 1 + 1 / (9 * shape)) * Math.sqrt(9 * shape);
    return 1 - normalBelow(z);
  }
  let below = 0;
  for (const [units, chance] of chances(mean, variance)) {
    if (units >= available) return Math.max(0, 1 - below - chance * (available - units + 1));
    below += chance;
  }
  return 0;
}

function isLarge(mean: number, variance: number): boolean {
  return mean >= MANY_UNITS && mean * mean >= LEAST_SHAPE * variance;
}

/** The chance of each whole number of units, from none on, until there is next to nothing left. */
function* chances(mean: number, variance: number): Generator<[number, number]> {
  const ratio = Math.max(1 + 1e-6, variance / mean);
  const size = mean / (ratio - 1);
  const growth = (ratio - 1) / ratio;
  let log = -size * Math.log(ratio);
  const most = mean + 12 * Math.sqrt(Math.max(mean, variance)) + 50;
  for (let units = 0; units <= most; units += 1) {
    yield [units, Math.exp(log)];
    log += Math.log(((size + units) / (units + 1)) * growth);
  }
}

function signedQuantile(level: number): number {
  return level >= 0.5 ? normalQuantile(level) : -normalQuantile(1 - level);
}
