/** What a measurement is: a run with plain options that ends in named figures and a verdict. */

/** `--times 50 --quick` arrives as { times: 50, quick: true }. */
export type BenchOptions = Record<string, string | number | boolean>;

/** `pass` says whether the figures meet the targets that docs/testing.md lists. */
export interface BenchResult {
  name: string;
  pass: boolean;
  [figure: string]: unknown;
}

export type Bench = (options?: BenchOptions) => Promise<BenchResult>;

/** A numeric option or its default. Throws RangeError where it is given but is no number. */
export function numberOption(options: BenchOptions | undefined, name: string, fallback: number): number {
  const value = options?.[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'number')
    throw new RangeError(`--${name} takes a number, not ${JSON.stringify(value)}`);
  return value;
}

/** The value below which the given share (0 to 1) of the samples lies; NaN of none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** Three significant digits are what a measurement is good for. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : value;
}
