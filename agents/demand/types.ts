/** Plain data in and out of the forecasting engine: JSON, so that it crosses threads and is kept in the ledger. */
import type { Day } from '../../shared/time.ts';
import type { ModelName } from './models/names.ts';

export type Frequency = 'D' | 'W' | 'M';

export interface DemandSeries {
  key: string;
  frequency: Frequency;
  /** Day of `y[0]`; for W the first day of the week, for M any day of the month. */
  start: Day;
  /** Units by period without gaps; null is demand nobody could show (out of stock, closed, not recorded). */
  y: (number | null)[];
  /** What products like it sell, for one too young to be tested. */
  like?: Likeness;
}

/** Units a period of products alike. */
export interface Likeness {
  mean: number;
  /** Variance of their means, and of a product's periods around its own, on average. */
  between: number;
  within: number;
  products: number;
  /** Which they are, for people: "other variants of it". */
  what: string;
}

/** Units that the series of one frequency sold together, by period. */
export interface StoreSales {
  frequency: Frequency;
  /** Period of `units[0]`: day, week or month, each counted from one fixed beginning. */
  start: number;
  units: number[];
}

/** What the store sold like for like, by period of StoreSales; null where nothing could show. */
export interface StoreTurn extends Omit<StoreSales, 'units'> {
  units: (number | null)[];
}

/** A public holiday of the store's country. */
export interface Holiday {
  name: string;
  day: Day;
}

/** What holidays of one name do to what the store sells. */
export interface HolidayEffect {
  name: string;
  /** On what such a day sells otherwise; 0 where the store does not trade. */
  factor: number;
  /** Holidays of the name that it was learned from. */
  seen: number;
  /** All of the name, past and ahead. */
  days: Day[];
}

/** How much of each part of a year sells, the first from 1 January: 52 of them, 12 of monthly series; mean 1. */
export interface YearShape {
  frequency: Frequency;
  factors: number[];
}

/** What the time does to all series of a store. */
export interface StoreTimes {
  /** Shares of the week, Monday first, mean 1; 0 is a weekday without trade. */
  weekday: number[];
  /** Holidays that daily series are forecast with. */
  holidays: HolidayEffect[];
  /** By frequency; where the year does not show, none. */
  years: YearShape[];
}

/** How demand comes: in nearly every period, now and then, hardly ever (mean interval below 4/3, below 4, above). */
export type Rhythm = 'steady' | 'intermittent' | 'sparse';

/** Errors of forecasts of one size. */
export interface SizedErrors {
  /** Units a period, the least and the most. */
  from: number;
  upTo: number;
  /** By unit of spread, ascending, evenly many of each. */
  z: number[];
}

/** How the models fared on the past of many series alike. */
export interface ModelRecord {
  /** Series that it rests on. */
  series: number;
  /** Mean scaled loss by model. */
  loss: Partial<Record<ModelName, number>>;
  /** How much a series' own past counts beside that, 0 to 1. */
  ownWeight: number;
  /**
   * How many models are best taken together, and how much worse than the best one may be: a median of good models is
   * often better than the best (M4, Makridakis et al. 2020).
   */
  together: { most: number; within: number };
  /** Errors of the chosen models by the size of what was forecast, the smallest first. */
  errors: SizedErrors[];
  /** Factors on errors below and above the mean with which 10% of what came lay below the 10% quantile, and above the 90% one. */
  below: number;
  above: number;
  /** The factor above of bands that begin at nothing, with which bands held 80%. */
  fromNone: number;
}

/**
 * What series have in common and is far better known from all of them than from one. Computed once over all series
 * (`poolOf`), so that batches of series don't change each other's results.
 */
export interface DemandPool {
  now: StoreTimes;
  /** The same as the periods before the backtest tell it, so that a backtest never sees its own future. */
  before: StoreTimes;
  store: StoreTurn[];
  /** By frequency and rhythm: "D steady". */
  records: Record<string, ModelRecord>;
}

/** What a pool is learned from. */
export interface PoolInput {
  series: DemandSeries[];
  /** Whose public holidays the store's days may follow, as ISO 3166-1 alpha-2; null where nobody knows. */
  country: string | null;
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

/** One model, or the median of several; `analogy`, `mean` and `zero` where there is nothing to choose by. */
export type Method = ModelName | 'ensemble' | 'analogy' | 'mean' | 'zero';

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
  /** The models of an ensemble, the best first; the one model otherwise. */
  members: ModelName[];
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
   * What 80% of demand is expected to lie in: between the 10% and 90% quantiles, or from nothing to the 80% one where
   * more than a tenth of the periods are expected to sell nothing.
   */
  band: { low: number[]; high: number[] };
  /**
   * Share of the backtest's periods within their band, each test's band made of the errors of the
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
