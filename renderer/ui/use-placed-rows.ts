/** How many rows a list places: the virtualizer reckons the place of each, which is felt with a hundred thousand. */
import { useDeferredValue } from 'react';

/** More than any window shows. */
const AT_ONCE = 200;

/**
 * `placed` of `total`; the rest follows as soon as those in sight are painted, and is `restPx` high till then where a row
 * is of `rowPx`.
 */
export function usePlacedRows(total: number, rowPx: number): { placed: number; restPx: number } {
  const deferred = useDeferredValue(total, 0);
  const placed = Math.min(total, Math.max(deferred, AT_ONCE));
  return { placed, restPx: (total - placed) * rowPx };
}
