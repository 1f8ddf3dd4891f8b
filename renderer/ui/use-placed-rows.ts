/** How many rows a list places: the virtualizer reckons the place of each, which is felt with a hundred thousand. */
import { useDeferredValue } from 'react';

/** More than any window shows. */
const AT_ONCE = 200;

/** Of `total`; the rest follows as soon as those in sight are painted. */
export function usePlacedRows(total: number): number {
  const placed = useDeferredValue(total, 0);
  return Math.min(total, Math.max(placed, AT_ONCE));
}
