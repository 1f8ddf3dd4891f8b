/** What reading the rows of one product, order, customer or stock row comes to. */
import { CellError } from './values.ts';

/** A row of the file by its line; `reason` holds no cell's text, which may be personal. */
export interface Refusal {
  line: number;
  reason: string;
}

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
