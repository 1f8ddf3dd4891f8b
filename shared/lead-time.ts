/**
 * A supplier's lead time and its spread, learned from what deliveries took. What is assumed of it beforehand counts as
 * two deliveries, so that the first one moves it and a handful decide. Sources: Gelman et al. 2013, Bayesian Data
 * Analysis, 3.3 (a mean and a variance with what is assumed as observations of its own); Hampel 1974 and Leys et al. 2013
 * (median and MAD for what lies too far off); Silver, Pyke & Thomas 2017, ch. 7 (spread of the lead time in the reserve).
 */

export interface LeadTime {
  meanDays: number;
  sdDays: number;
}

/** What deliveries took, absurd ones left out. */
export interface ObservedLeadTime {
  deliveries: number;
  meanDays: number;
  /** Of the sample; null below two deliveries. */
  sdDays: number | null;
}

/** Deliveries that an assumption is worth. */
const ASSUMED_COUNTS = 2;
/** The newest say how it is now. */
const NEWEST = 20;
/** Received on the day it was sent, it was entered afterwards; beyond a year it was forgotten. */
const BELIEVABLE_DAYS = { least: 0.5, most: 365 };
/** Fewer have no middle to be far off from. */
const FEWEST_TO_JUDGE = 3;
const FAR_OFF = 3;
/** Makes a median absolute deviation a standard deviation, where things are normal. */
const MAD_TO_SD = 1.4826;
/** Suppliers who are nearly exact are not held to hours: a quarter more or less is ordinary. */
const LEAST_SPREAD = Math.log(1.25);
/** Fewer deliveries contradict nobody. */
const FEWEST_TO_DIFFER = 3;

/** Spans of deliveries in days, newest first. null where none of them can be believed. */
export function observedLeadTime(spans: readonly number[]): ObservedLeadTime | null {
  const days = believable(spans);
  if (days.length === 0) return null;
  const meanDays = meanOf(days);
  return {
    deliveries: days.length,
    meanDays,
    sdDays: days.length < 2 ? null : Math.sqrt(squaresAround(days, meanDays) / (days.length - 1)),
  };
}

/**
 * What to reckon with. The mean is between what is assumed and what was observed. What is observed beyond the mean, that
 * is still to be learned, counts as spread: it is lateness that a reserve is for. Earlier deliveries lower both.
 */
export function learnedLeadTime(observed: ObservedLeadTime, assumed: LeadTime): LeadTime {
  const { deliveries: n, meanDays: seen } = observed;
  const meanDays = (ASSUMED_COUNTS * assumed.meanDays + n * seen) / (ASSUMED_COUNTS + n);
  return {
    meanDays,
    sdDays: Math.hypot(learnedSpread(observed, assumed.sdDays), Math.max(0, seen - meanDays)),
  };
}

/** The spread alone, where the lead time itself was told. */
export function learnedSpread({ deliveries: n, sdDays }: ObservedLeadTime, assumedSd: number): number {
  const squares = ASSUMED_COUNTS * assumedSd ** 2 + (n - 1) * (sdDays ?? 0) ** 2;
  return Math.sqrt(squares / (ASSUMED_COUNTS + n - 1));
}

/** Whether deliveries contradict what was told: by a day and more, and by two standard errors. */
export function contradicts(
  { deliveries: n, meanDays, sdDays }: ObservedLeadTime,
  toldDays: number,
): boolean {
  if (n < FEWEST_TO_DIFFER) return false;
  return Math.abs(meanDays - toldDays) >= Math.max(1, (2 * (sdDays ?? 0)) / Math.sqrt(n));
}

/** On a scale of ratios: twice as long is as far off as half. */
function believable(spans: readonly number[]): number[] {
  const { least, most } = BELIEVABLE_DAYS;
  const days = spans.filter((span) => span >= least && span <= most).slice(0, NEWEST);
  if (days.length < FEWEST_TO_JUDGE) return days;
  const logs = days.map(Math.log);
  const middle = medianOf(logs);
  const spread = Math.max(LEAST_SPREAD, MAD_TO_SD * medianOf(logs.map((log) => Math.abs(log - middle))));
  return days.filter((_, index) => Math.abs(logs[index]! - middle) <= FAR_OFF * spread);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squaresAround(values: readonly number[], middle: number): number {
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}
