/** Fill rate against stock: a policy at several settings is a curve, and two policies are compared at one stock. */
import { randomOf } from '../bulk-file.ts';

/** Of one product at one setting, each already by the product's weight. */
export interface Point {
  wanted: number;
  served: number;
  stock: number;
}

/** By setting, then product. */
export type Curve = Point[][];

export interface Sum {
  fill: number;
  stock: number;
}

const RESAMPLES = 1_000;

export function sumOf(points: readonly Point[], picks?: readonly number[]): Sum {
  let [wanted, served, stock] = [0, 0, 0];
  const count = picks?.length ?? points.length;
  for (let index = 0; index < count; index += 1) {
    const point = points[picks ? picks[index]! : index]!;
    wanted += point.wanted;
    served += point.served;
    stock += point.stock;
  }
  return { fill: served / wanted, stock: stock / count };
}

/** Fill rate at this stock, on the straight line between settings; beyond the last one as there, NaN below the first. */
export function fillAt(curve: readonly Sum[], stock: number): number {
  const sorted = [...curve].sort((a, b) => a.stock - b.stock);
  if (stock < sorted[0]!.stock) return Number.NaN;
  for (let index = 1; index < sorted.length; index += 1) {
    const [below, above] = [sorted[index - 1]!, sorted[index]!];
    if (stock > above.stock) continue;
    const way = above.stock > below.stock ? (stock - below.stock) / (above.stock - below.stock) : 1;
    return below.fill + way * (above.fill - below.fill);
  }
  return sorted.at(-1)!.fill;
}

export interface Interval {
  low: number;
  mid: number;
  high: number;
}

/** A statistic of products with its 95% bootstrap interval over them (Efron 1979). */
export function interval(products: number, statistic: (picks?: readonly number[]) => number): Interval {
  const random = randomOf(products);
  const found: number[] = [];
  for (let round = 0; round < RESAMPLES; round += 1) {
    const value = statistic(Array.from({ length: products }, () => Math.floor(random() * products)));
    if (Number.isFinite(value)) found.push(value);
  }
  found.sort((a, b) => a - b);
  const at = (share: number): number => found[Math.floor(share * (found.length - 1))] ?? Number.NaN;
  return { low: at(0.025), mid: statistic(), high: at(0.975) };
}
