/** What reading the rows of one product, order, customer or stock row comes to. */
import type { Refusal } from '../ledger/imports.ts';
import { CellError } from './values.ts';

export interface Reading<Found> {
  /** null where no row of it could be used; then every row is refused. */
  found: Found | null;
  refused: Refusal[];
}

/** What `read` gives, or why the row is refused. */
export function readRow<T>(
  line: number,
  read: () => T,
): { value: T; refusal?: undefined } | { refusal: Refusal } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof CellError) return { refusal: { line, reason: error.message } };
    throw error;
  }
}
