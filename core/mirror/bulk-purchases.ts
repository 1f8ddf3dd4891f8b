/** One-off bulk purchases: lines far above what a variant's lines usually are (docs/numbers.md). */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Database } from '../sqlite/open.ts';

const SMALLEST = 10;
const TIMES_MEDIAN = 10;
const FEWEST_LINES = 8;

/** The threshold of one variant at a time, of all its lines. */
export function thresholdReader(db: Database): (variantId: ShopifyId) => number | null {
  const quantities = db
    .prepare<[ShopifyId], [quantity: number, lines: number]>(
      'SELECT quantity, lines FROM variant_quantities WHERE variant_id = ?',
    )
    .raw();
  return (variantId) => bulkThreshold(quantities.all(variantId));
}

/** The smallest line quantity that is a one-off bulk purchase, given lines by quantity; null where none can be. */
export function bulkThreshold(lines: readonly (readonly [quantity: number, lines: number])[]): number | null {
  const sorted = [...lines].sort((a, b) => a[0] - b[0]);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total < FEWEST_LINES) return null;
  const at = (index: number): number => {
    let seen = 0;
    for (const [quantity, count] of sorted) {
      seen += count;
      if (index < seen) return quantity;
    }
    return 0;
  };
  const twiceMedian = at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2));
  return Math.max(SMALLEST, Math.floor((TIMES_MEDIAN * twiceMedian) / 2) + 1);
}

/** Units in lines of at least the threshold. */
export function bulkUnits(
  lines: readonly (readonly [quantity: number, lines: number])[],
  threshold: number | null,
): number {
  if (threshold === null) return 0;
  let units = 0;
  for (const [quantity, count] of lines) if (quantity >= threshold) units += quantity * count;
  return units;
}
