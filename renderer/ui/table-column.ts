/** A column of a table. */
import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** A grid track: "minmax(12rem, 3fr)", "7rem". */
  width: string;
  /** Numbers stand at the end. */
  number?: boolean;
  /** What it holds is never wider than its track, or cuts itself off: a cell that need not is drawn for less. */
  fits?: boolean;
  sortable?: boolean;
  /** Left out where there is less room than for everything: of cards and of narrow tables. */
  wideOnly?: boolean;
}
