/** A series' own season of the year, taken out before a model is fitted and put back into what it says. */
import { mean, rhythmOf } from '../series.ts';

export type Fitted = (y: readonly number[], horizon: number) => number[] | null;

/** A part of the year may be quiet in all years known; nothing is divided by less. */
const LEAST = 0.05;

/** `model` of a gapless series without its season of `period`; as it is where there are no two seasons of it. */
export function withoutSeason(period: number, model: Fitted): Fitted {
  return (y, horizon) => {
    const season = seasonOf(y, period);
    if (!season) return model(y, horizon);
    const factor = (index: number): number => Math.max(LEAST, season[index % period]!);
    const point = model(
      y.map((value, index) => value / factor(index)),
      horizon,
    );
    return point?.map((value, index) => value * factor(y.length + index)) ?? null;
  };
}

/**
 * Factors of each part of a season of `period`, the first that of y[0], mean 1: the mean ratio to a centred moving average
 * (classical decomposition), shrunk towards 1 as far as the parts differ no more than their years do among themselves (Miller &
 * Williams 2003, after James & Stein). null where some part was not seen between half a season and half a season, and where
 * demand is not steady: what sells now and then has quiet parts by chance, and nothing can be divided by them.
 */
export function seasonOf(y: readonly number[], period: number): number[] | null {
  if (period < 2 || rhythmOf(y) !== 'steady') return null;
  const ratios = Array.from({ length: period }, (): number[] => []);
  const half = period >> 1;
  for (let index = half; index < y.length - half; index += 1) {
    const trend = centredMean(y, index, period);
    if (trend > 0) ratios[index % period]!.push(y[index]! / trend);
  }
  if (ratios.some((part) => part.length === 0)) return null;
  const means = ratios.map(mean);
  const usual = mean(means);
  const strength = strengthOf(ratios, means);
  return means.map((value) => 1 + strength * (value / usual - 1));
}

/** Over one season; of an even one the two ends count half. */
function centredMean(y: readonly number[], index: number, period: number): number {
  const half = period >> 1;
  let sum = 0;
  for (let at = index - half; at <= index + half; at += 1) sum += y[at]!;
  if (period % 2 === 0) sum -= (y[index - half]! + y[index + half]!) / 2;
  return sum / period;
}

/** 0 where the means of the parts differ by chance alone, towards 1 the less chance explains. */
function strengthOf(ratios: readonly number[][], means: readonly number[]): number {
  const parts = means.length;
  const freedom = ratios.reduce((sum, part) => sum + part.length - 1, 0);
  if (freedom === 0) return 0;
  const squares = ratios.flatMap((part, at) => part.map((ratio) => (ratio - means[at]!) ** 2));
  const chance = (sum(squares) / freedom) * mean(ratios.map((part) => 1 / part.length));
  const usual = mean(means);
  const spread = sum(means.map((value) => (value - usual) ** 2)) / (parts - 1);
  if (!(spread > 0)) return 0;
  return Math.max(0, 1 - ((Math.max(0, parts - 3) / (parts - 1)) * chance) / spread);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
