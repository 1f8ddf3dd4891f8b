/** What a chart of figures by day is given. */
import type { ReactNode } from 'react';
import type { ForecastPoint, Point } from './chart-scales.ts';

export interface Mark {
  date: string;
  text: string;
}

/** Days that were not like others: out of stock, closed. */
export interface Shade {
  from: string;
  to: string;
  text: string;
}

export interface TimeChartProps {
  /** "Net sales by day, last 6 weeks". */
  label: string;
  /** Of the line: "day". */
  mainLabel: string;
  main: readonly Point[];
  /** Drawn dashed and dim: "week before", on the dates that it is compared with. */
  before?: readonly Point[];
  beforeLabel?: string;
  forecast?: readonly ForecastPoint[];
  /** "forecast, 8 in 10 days". */
  forecastLabel?: string;
  marks?: readonly Mark[];
  shades?: readonly Shade[];
  /** Of a figure in full: "£5,214". */
  format: (value: number) => string;
  /** Of a figure at the axis: "£5k". */
  formatShort?: (value: number) => string;
  formatDate: (date: string) => string;
  height?: number;
  /** Beside the legend: a control of its buckets. */
  control?: ReactNode;
}
