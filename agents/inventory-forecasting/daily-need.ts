/** Units that must be bought, by day from today on, and over days of them. */
import type { DailyOutlook } from '../../shared/stock.ts';

/** Units by day that must be bought: the forecast and the long run in the shares that did best, returns taken off. */
export function needByDay({
  mean,
  restockRate,
  spread,
}: Pick<DailyOutlook, 'mean' | 'restockRate' | 'spread'>): number[] {
  const share = spread?.longRunShare ?? 0;
  const longRun = share * (spread?.longRunPerDay ?? 0);
  return mean.map((units) => (units * (1 - share) + longRun) * (1 - restockRate));
}

/** Units over a number of days, the last one in part; beyond the forecast at its average. */
export function cumulative(need: readonly number[], days: number): number {
  const whole = Math.min(Math.floor(days), need.length);
  let sum = 0;
  for (let day = 0; day < whole; day += 1) sum += need[day]!;
  return sum + (days - whole) * (whole < need.length ? need[whole]! : average(need));
}

export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
