/**
 * What a forecast's daily band does not tell of a sum over weeks: how lumpy demand is, and how far the long run is the
 * better guess of it. Both are learned from the variants of the store themselves, on what is known that day.
 */
import type { DemandSpread, TestedStretch } from '../../shared/stock.ts';

/** Days that lumpiness is read from, and the long run. */
const LUMPY_DAYS = 182;
const LONG_RUN_DAYS = 91;
/** Selling days that the store's median counts for beside a variant's own: one large sale is no habit. */
const OTHERS_DAYS = 16;
const EQUAL = 0.5;

export interface SpreadSource {
  /** Units by day, null where demand could not show. */
  y: readonly (number | null)[];
  tests: readonly TestedStretch[];
}

/** One spread a source, in their order. */
export function demandSpreads(sources: readonly SpreadSource[]): DemandSpread[] {
  const own = sources.map(({ y }) => lumpiness(y.slice(-LUMPY_DAYS)));
  const known = own.flatMap(({ ratio }) => (ratio === null ? [] : [ratio])).sort((a, b) => a - b);
  const usual = Math.max(1, known[Math.floor(known.length / 2)] ?? 1);
  const dispersions = own.map(({ ratio, sellingDays }) => {
    // Ratios are averaged as logarithms: they are skewed to the right.
    const logs = sellingDays * Math.log(Math.max(1, ratio ?? 1)) + OTHERS_DAYS * Math.log(usual);
    return Math.exp(logs / (sellingDays + OTHERS_DAYS));
  });
  const longRunShare = shareOfLongRun(sources, dispersions);
  return sources.map(({ y }, index) => ({
    dispersion: dispersions[index]!,
    longRunPerDay: perDay(y.slice(-LONG_RUN_DAYS)) ?? 0,
    longRunShare,
  }));
}

/** Variance by mean of a day's units; null where nothing sold. */
function lumpiness(y: readonly (number | null)[]): { ratio: number | null; sellingDays: number } {
  const mean = perDay(y);
  if (mean === null || mean <= 0) return { ratio: null, sellingDays: 0 };
  let squares = 0;
  let days = 0;
  let sellingDays = 0;
  for (const units of y) {
    if (units === null) continue;
    squares += (units - mean) ** 2;
    days += 1;
    if (units > 0) sellingDays += 1;
  }
  return { ratio: squares / days / mean, sellingDays };
}

/**
 * Half the share w of the long run that would have been best in the backtests of all, half equal weights: estimated
 * weights do better shrunk towards equality (Diebold & Pauly 1990), and the models were chosen on those very backtests.
 * w is the least squares of actual − (1 − w)·forecast − w·longRun, each by its own variance (Bates & Granger 1969).
 */
function shareOfLongRun(sources: readonly SpreadSource[], dispersions: readonly number[]): number {
  let across = 0;
  let apart = 0;
  for (const [index, { y, tests }] of sources.entries()) {
    for (const { origin, periods, actual, forecast } of tests) {
      if (origin < LONG_RUN_DAYS || periods === 0) continue;
      const before = perDay(y.slice(0, origin));
      const lately = perDay(y.slice(origin - LONG_RUN_DAYS, origin));
      if (before === null || lately === null || before <= 0) continue;
      const longRun = lately * periods;
      const weight = 1 / (dispersions[index]! * before);
      across += weight * (actual - forecast) * (longRun - forecast);
      apart += weight * (longRun - forecast) ** 2;
    }
  }
  return (EQUAL + (apart > 0 ? Math.min(1, Math.max(0, across / apart)) : EQUAL)) / 2;
}

function perDay(y: readonly (number | null)[]): number | null {
  let sum = 0;
  let days = 0;
  for (const units of y) {
    if (units === null) continue;
    sum += units;
    days += 1;
  }
  return days === 0 ? null : sum / days;
}
