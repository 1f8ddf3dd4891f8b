/** Chance that is the same each time: draws by a name, and how far a sum over products could be another. */

/** Numbers from 0 to below 1 that only the seed decides (Marsaglia 2003, xorshift32). */
export function drawsOf(seed: number): () => number {
  let state = (Math.imul(seed | 0, 2654435761) ^ 0x9e3779b9) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export interface Range {
  low: number;
  mid: number;
  high: number;
}

const RESAMPLES = 2000;

/**
 * The sum, and what nine of ten sums over as many products drawn from these lie between (percentile bootstrap, Efron
 * 1979); `mid` is the sum itself.
 */
export function sumWithRange(values: readonly number[]): Range {
  const mid = values.reduce((sum, value) => sum + value, 0);
  const draw = drawsOf(values.length);
  const sums = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let count = 0; count < values.length; count += 1) sum += values[Math.floor(draw() * values.length)]!;
    return sum;
  }).sort((a, b) => a - b);
  const at = (level: number): number => sums[Math.floor(level * (RESAMPLES - 1))]!;
  return { low: Math.min(mid, at(0.05)), mid, high: Math.max(mid, at(0.95)) };
}
