/** Plain data in and out of the forecasting engine: JSON, so that it crosses threads and is kept in the ledger. */
import type { Day } from '../../shared/time.ts';

export type Frequency = 'D' | 'W' | 'M';

export interface DemandSeries {
  key: string;
  frequency: Frequency;
  /** Day of `y[0]`; for W the first day of the week, for M any day of the month. */
  start: Day;
  /** Units by period without gaps; null is demand nobody could show (out of stock, closed, not recorded). */
  y: (number | null)[];
}

/**
 * Shares of the week that all series have in common, Monday first, mean 1; 0 is a weekday without trade.
 * Computed once over all series (`poolOf`), so that batches of series don't change each other's results.
 */
export interface DemandPool {
  weekday: number[];
  /** The same from the days before the backtest only, so that a backtest never sees its own future. */
  weekdayBefore: number[];
}

export interface DemandInput {
  series: DemandSeries[];
  /** Periods ahead, 1 to 730. */
  horizon: number;
  /** Ascending, each within (0, 1); the seven of `QUANTILE_LEVELS` by default. */
  quantiles?: number[];
  /** What daily series share; taken from `series` itself where absent. */
  pool?: DemandPool;
}

export const QUANTILE_LEVELS: readonly number[] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/** `level`: smoothed level times the pooled week; `ets`: exponential smoothing by augurs; `blend`: their mean. */
export type Method = 'seasonal-naive' | 'level' | 'ets' | 'blend' | 'mean' | 'zero';

export interface BacktestFold {
  /** Number of periods the models saw. */
  origin: number;
  /** Periods compared, and the units sold and forecast in them. */
  periods: number;
  actual: number;
  forecast: number;
  /** Mean absolute errors of the chosen method and of seasonal naive, in units. */
  mae: number;
  naiveMae: number;
}

export interface SeriesForecast {
  key: string;
  method: Method;
  /** Units by period ahead; never negative, never NaN. */
  mean: number[];
  /** By level ("0.05", "0.5"): units by period ahead, never falling as the level rises. */
  quantiles: Record<string, number[]>;
  /**
   * Mean absolute scaled error over the backtest, of the chosen method and of seasonal naive; scaled by
   * the in-sample seasonal naive error (Hyndman & Koehler 2006). null where there was too little to test on.
   */
  mase: number | null;
  naiveMase: number | null;
  folds: BacktestFold[];
  /**
   * Share of the backtest's periods within the 10% and 90% quantiles, each test's quantiles made of the errors of the
   * others; null with less than two tests. It should be about 0.8.
   */
  coverage: number | null;
  /** One sentence for a person: what was chosen and why. */
  explain: string;
  /** Set where the backtest found the models no better than seasonal naive. */
  fellBackTo?: 'seasonal-naive';
}

export interface DemandForecast {
  series: SeriesForecast[];
}
