/**
 * Units needed over a stretch of days as a negative binomial of given mean and variance; a Poisson where the variance
 * is no more. Sources: Syntetos & Boylan 2006 (stock control of intermittent demand), Silver, Pyke & Thomas 2017, ch. 9.
 * Between whole units the distribution is drawn straight, so that a level and its risk agree.
 */
import { gammaBelow, gammaQuantile } from './gamma.ts';

/** Beyond these a whole unit is nothing beside the spread: the gamma that a negative binomial comes to, in one step. */
const MANY_UNITS = 400;
const WIDE_SPREAD = 500;
/** A thousandth of what the highest level leaves. */
const NOTHING_LEFT = 1e-7;

export interface Spreading {
  mean: number;
  variance: number;
}

/** The units that are enough with this probability, 0 to below 1: never fewer for a larger one. */
export function unitsEnough({ mean, variance }: Spreading, probability: number): number {
  if (!(mean > 0)) return 0;
  const level = Math.min(0.9999, Math.max(0, probability));
  if (!isCounted(mean, variance)) return gammaQuantile((mean * mean) / variance, level) * (variance / mean);
  let below = 0;
  let last = 0;
  for (const [units, chance] of chances(mean, variance)) {
    if (below + chance >= level) return Math.max(0, units - 1 + (level - below) / chance);
    below += chance;
    last = units;
  }
  return last;
}

/** The chance that more than so many units are needed. */
export function chanceOfMore({ mean, variance }: Spreading, available: number): number {
  if (!(mean > 0)) return 0;
  if (available < 0) return 1;
  if (!isCounted(mean, variance))
    return 1 - gammaBelow((mean * mean) / variance, available * (mean / variance));
  let below = 0;
  for (const [units, chance] of chances(mean, variance)) {
    if (units >= available) return Math.max(0, 1 - below - chance * (available - units + 1));
    below += chance;
  }
  return 0;
}

function isCounted(mean: number, variance: number): boolean {
  return mean < MANY_UNITS && variance <= WIDE_SPREAD * mean;
}

/** The chance of each whole number of units, from none on, until next to nothing is left. */
function* chances(mean: number, variance: number): Generator<[number, number]> {
  const ratio = Math.max(1 + 1e-6, variance / mean);
  const size = mean / (ratio - 1);
  const growth = (ratio - 1) / ratio;
  let log = -size * Math.log(ratio);
  for (let units = 0; ; units += 1) {
    const chance = Math.exp(log);
    yield [units, chance];
    const step = ((size + units) / (units + 1)) * growth;
    // From here on each is at most so much of the one before: a geometric series bounds the rest.
    const most = Math.max(step, growth);
    if (most < 1 && (chance * most) / (1 - most) < NOTHING_LEFT) return;
    log += Math.log(step);
  }
}
