/** What became of the lines of a replay. */
import { LINE_KINDS, type LineKind } from './kinds.ts';

export interface ReplayReport {
  files: number;
  /** Data lines read; the sum of `lines`. */
  total: number;
  lines: Record<LineKind, number>;
  /** Lines that repeat an earlier one of their invoice in every field. They are lines like any other. */
  repeatedLines: number;
  invoices: number;
  orders: number;
  /** Orders made for returns whose sale lies before the data. */
  ordersBeforeData: number;
  refunds: number;
  customers: number;
  products: number;
  shiftWeeks: number;
  /** Local dates of the first and last invoice after the shift. */
  firstDay: string;
  lastDay: string;
}

export function emptyReport(shiftWeeks: number, firstDay: string, lastDay: string): ReplayReport {
  return {
    files: 0,
    total: 0,
    lines: Object.fromEntries(LINE_KINDS.map((kind) => [kind, 0])) as Record<LineKind, number>,
    repeatedLines: 0,
    invoices: 0,
    orders: 0,
    ordersBeforeData: 0,
    refunds: 0,
    customers: 0,
    products: 0,
    shiftWeeks,
    firstDay,
    lastDay,
  };
}
