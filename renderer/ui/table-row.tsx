/** One row of a table. Drawn anew only where something of it changed: scrolling goes by thirty of them a frame. */
import { type CSSProperties, memo, type ReactNode, type RefCallback } from 'react';
import type { Column } from './table-column.ts';

interface TableRowProps<Row> {
  /** undefined until its page has come. */
  row: Row | undefined;
  index: number;
  columns: readonly Column<Row>[];
  tracks: CSSProperties;
  /** As a card, each cell under its title. */
  card: boolean;
  /** Takes the keyboard when the table is entered. */
  reached: boolean;
  /** Of its upper edge, in CSS pixels from the first row's. */
  top: number;
  opens: boolean;
  measure: RefCallback<HTMLElement> | undefined;
  /** Stays the same while the table does. */
  handlers: { label: (row: Row) => string; open: (row: Row) => void; focus: (index: number) => void };
}

export const TableRow = memo(function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, tracks, card, reached, top, opens, measure, handlers } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by the pixel, which no table element lets
    <div
      className={opens ? 'table-row table-row-opens' : 'table-row'}
      role="row"
      aria-rowindex={index + 2}
      aria-label={row && handlers.label(row)}
      tabIndex={reached ? 0 : -1}
      data-index={index}
      ref={measure}
      style={{ ...(card ? {} : tracks), top }}
      onFocus={() => handlers.focus(index)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget && row) handlers.open(row);
      }}
      onClick={(event) => {
        const on = event.target as HTMLElement;
        // Not where a dialog that the row opened was pressed: that bubbles here through React.
        if (!row || !event.currentTarget.contains(on)) return;
        if (!on.closest('a, button, input, label')) handlers.open(row);
      }}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div key={column.id} className={classOf(column)} role="cell">
          {card && <span className="table-cell-title">{column.title}</span>}
          {row ? cellOf(row, column, card) : <span className="skeleton" />}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: TableRowProps<Row>) => ReactNode;

function classOf<Row>({ number, fits }: Column<Row>): string {
  return `table-cell${number ? ' number' : ''}${fits ? '' : ' table-cell-cut'}`;
}

/** In a card what it holds stands as one beside its title; in a line it is alone, and an element less of thirty rows. */
function cellOf<Row>(row: Row, { cell }: Column<Row>, card: boolean): ReactNode {
  return card ? <span>{cell(row)}</span> : cell(row);
}
