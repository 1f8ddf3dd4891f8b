/** Rows by the hundred thousand: only those in sight are drawn; the database sorts; on a phone each is a card. */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Skeleton } from './card.tsx';
import { Icon } from './icon.tsx';
import { Problem } from './problem.tsx';
import type { RowSource } from './row-sources.ts';
import type { Column } from './table-column.ts';
import { TableRow } from './table-row.tsx';
import { usePlacedRows } from './use-placed-rows.ts';
import { useWidth } from './use-width.ts';
import { words } from './words.ts';

export interface Sort {
  column: string;
  descending: boolean;
}

interface TableProps<Row> {
  label: string;
  /** The same while they say the same (useMemo): rows that stay are not drawn anew. */
  columns: readonly Column<Row>[];
  rows: RowSource<Row>;
  /** The row in a word: what its card is headed and how it is called when it takes the focus. */
  rowLabel: (row: Row) => string;
  /** Of Enter and of a click that meets no control within. */
  onOpen?: (row: Row) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Shown where there are no rows. */
  empty: ReactNode;
  /** Of the part that scrolls, in CSS: "32rem", "60dvh". */
  height?: string;
}

/** As in data.css: a line is as high as every other, a card is measured. */
const LINE_REM = 2.75;
const CARD_BELOW_PX = 640;
const WHOLE_FROM_PX = 1_100;
const CARD_LINE_PX = 26;
/** What a table takes of the window's height, about. */
const SHARE_OF_WINDOW = 2 / 3;
const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
};

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowLabel, onOpen, sort, onSort, empty, height = '32rem' } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width: room } = useWidth(roomOf, { likePage: true });
  const [active, setActive] = useState(0);
  const [linePx] = useState(() => remPixels(LINE_REM));
  const cards = room === 'cards';
  const inRow = useMemo(
    () => (room === 'whole' ? columns : columns.filter(({ wideOnly }) => !wideOnly)),
    [columns, room],
  );
  const tracks = useMemo(
    () => ({ gridTemplateColumns: inRow.map((column) => column.width).join(' ') }),
    [inRow],
  );
  const latest = useRef({ rowLabel, onOpen });
  useLayoutEffect(() => {
    latest.current = { rowLabel, onOpen };
  });
  const [handlers] = useState(() => ({
    label: (row: Row) => latest.current.rowLabel(row),
    open: (row: Row) => latest.current.onOpen?.(row),
    focus: (index: number) => setActive(index),
  }));
  const total = rows.total ?? 0;
  const estimatePx = cards ? CARD_LINE_PX * (inRow.length + 1) : linePx;
  const { placed, restPx } = usePlacedRows(total + (rows.more ? 1 : 0), estimatePx);
  const virtual = useVirtualizer({
    count: placed,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatePx,
    overscan: 4,
    // Till it is measured, so that its rows are drawn with it and not after.
    initialRect: { width: 0, height: window.innerHeight * SHARE_OF_WINDOW },
  });
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  const { want } = rows;
  useEffect(() => want(first, last), [want, first, last]);
  const measured = useRef(cards);
  useEffect(() => {
    if (measured.current === cards) return;
    // A card is as high as a line no more. Not at first: a hundred thousand rows would be reckoned twice.
    measured.current = cards;
    virtual.measure();
  }, [cards, virtual]);

  const focusRow = (index: number): void => {
    setActive(index);
    virtual.scrollToIndex(index);
    // Once it is drawn.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || total === 0) return;
    if ((event.target as HTMLElement).closest('input, textarea, select')) return;
    const step = STEPS[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? total - 1 : step && active + step;
    if (to === undefined) return;
    event.preventDefault();
    focusRow(Math.max(0, Math.min(total - 1, to)));
  };

  if (rows.total === null)
    return rows.error ? (
      <Problem error={rows.error} onRetry={rows.retry} />
    ) : (
      <Skeleton lines={8} height={LINE_REM} />
    );
  if (total === 0) return empty;
  return (
    <div className="table-frame" ref={ref}>
      {rows.error !== null && <Problem error={rows.error} onRetry={rows.retry} />}
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by the pixel, which no table element lets */}
      <div
        className={cards ? 'table table-cards' : 'table'}
        role="table"
        aria-label={label}
        aria-rowcount={rows.more ? -1 : total + 1}
        ref={scroller}
        style={{ maxHeight: height }}
      >
        <Head columns={inRow} tracks={tracks} sort={sort} onSort={onSort} />
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div
          className="table-body"
          role="rowgroup"
          style={{ height: `${virtual.getTotalSize() + restPx}px` }}
          onKeyDown={onKey}
        >
          {shown.map((item) => {
            const row = rows.at(item.index);
            return (
              <TableRow<Row>
                // By place: a row that comes while its place has the focus must not lose it.
                key={item.index}
                row={row}
                index={item.index}
                columns={inRow}
                tracks={tracks}
                card={cards}
                reached={item.index === active || (item.index === first && !inSight(shown, active))}
                top={item.start}
                opens={onOpen !== undefined}
                measure={cards ? virtual.measureElement : undefined}
                handlers={handlers}
              />
            );
          })}
        </div>
      </div>
      {shown.length < total && (
        <p className="table-printed small">
          Printed are the rows in sight, of {words.plural(total, 'row')}
          {rows.more && ' and more'}.
        </p>
      )}
    </div>
  );
}

/** What there is room for; everything, until it is measured. */
function roomOf(px: number): 'cards' | 'narrow' | 'whole' {
  if (px === 0 || px >= WHOLE_FROM_PX) return 'whole';
  return px < CARD_BELOW_PX ? 'cards' : 'narrow';
}

function remPixels(rems: number): number {
  return rems * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function inSight(shown: readonly { index: number }[], index: number): boolean {
  return shown.some((item) => item.index === index);
}

interface HeadProps<Row> extends Pick<TableProps<Row>, 'columns' | 'sort' | 'onSort'> {
  tracks: CSSProperties;
}

/** Not drawn anew with each row that scrolls by. */
const Head = memo(function Head<Row>({ columns, sort, onSort, tracks }: HeadProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by the pixel, which no table element lets
    // biome-ignore lint/a11y/useFocusableInteractive: its controls take the focus
    <div className="table-head" role="row" aria-rowindex={1} style={tracks}>
      {columns.map((column) => {
        const sorted = sort?.column === column.id;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            className={column.number ? 'table-title table-title-number' : 'table-title'}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
          >
            {column.sortable && onSort ? (
              <button
                type="button"
                className="table-sort"
                onClick={() =>
                  onSort({
                    column: column.id,
                    descending: sorted ? !sort.descending : Boolean(column.number),
                  })
                }
              >
                {column.title}
                {sorted && <Icon name={sort.descending ? 'down' : 'up'} />}
              </button>
            ) : (
              column.title
            )}
          </div>
        );
      })}
    </div>
  );
}) as <Row>(props: HeadProps<Row>) => ReactNode;
