/**
 * A spreadsheet of rows by the hundred thousand: only those in sight are drawn. Arrows, Tab, Enter and typing do what they
 * do in a spreadsheet; Escape and then Tab leave it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { Skeleton } from './card.tsx';
import {
  type Area,
  afterCell,
  areaOf,
  type Cell,
  type CellChange,
  fillDown,
  inArea,
  moveCell,
  spreadOver,
  textOf,
} from './grid-cells.ts';
import { GridEditor } from './grid-editor.tsx';
import { Problem } from './problem.tsx';
import type { RowSource } from './row-sources.ts';
import { usePlacedRows } from './use-placed-rows.ts';
import { useWidth } from './use-width.ts';
import './grid.css';

export interface GridColumn<Row> {
  id: string;
  title: string;
  /** A grid track: "minmax(12rem, 3fr)", "7rem". */
  width: string;
  number?: boolean;
  /** As it is shown. */
  cell: (row: Row) => ReactNode;
  /** As it is copied and begins to be edited. */
  text: (row: Row) => string;
  /** It can be changed. */
  edits?: boolean;
}

interface GridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: RowSource<Row>;
  rowLabel: (row: Row) => string;
  /** Of typing, pasting, clearing and filling: in one piece. */
  onChange: (changes: CellChange[]) => void;
  /** Another way with what is pasted, such as one with codes in it; true where it was taken. */
  onPaste?: (text: string, at: Cell) => boolean;
  onUndo?: () => void;
  empty: ReactNode;
  height?: string;
  /** Below it, the whole scrolls sideways, in CSS: "60rem". */
  minWidth?: string;
}

const LINE_PX = 36;
const CARD_BELOW_PX = 640;
const isForCards = (px: number): boolean => px > 0 && px < CARD_BELOW_PX;
const CARD_LINE_PX = 40;

export function Grid<Row>(props: GridProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowLabel,
    onChange,
    onPaste,
    onUndo,
    empty,
    height = '34rem',
    minWidth,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const hint = useId();
  const { ref, width: cards } = useWidth(isForCards);
  const [at, setAt] = useState<Cell>({
    row: 0,
    column: Math.max(
      0,
      columns.findIndex(({ edits }) => edits),
    ),
  });
  /** The other end of what is marked. */
  const [from, setFrom] = useState<Cell | null>(null);
  const [editing, setEditing] = useState<{ text: string } | null>(null);
  const leaving = useRef(false);
  const toFocus = useRef(0);
  const total = rows.total ?? 0;
  const estimatePx = cards ? CARD_LINE_PX * columns.length + 16 : LINE_PX;
  const { placed, restPx } = usePlacedRows(total, estimatePx);
  const virtual = useVirtualizer({
    count: placed,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatePx,
    overscan: 10,
  });
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  const { want } = rows;
  useEffect(() => want(first, last), [want, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a card is as high as a line no more
  useEffect(() => virtual.measure(), [cards]);

  const area: Area = areaOf(at, from);
  const edits = (column: number): boolean => Boolean(columns[column]?.edits);
  const read = ({ row, column }: Cell): string => {
    const found = rows.at(row);
    return found ? columns[column]!.text(found) : '';
  };
  const change = (changes: readonly CellChange[]): void => {
    const kept = changes.filter((one) => edits(one.column) && one.row < total && rows.at(one.row));
    if (kept.length > 0) onChange(kept);
  };
  const focusCell = (cell: Cell): void => {
    virtual.scrollToIndex(cell.row);
    cancelAnimationFrame(toFocus.current);
    // Once it is drawn; whoever began to type in it meanwhile goes on typing.
    toFocus.current = requestAnimationFrame(() => {
      const place = scroller.current?.querySelector<HTMLElement>(`[data-cell="${cell.row}:${cell.column}"]`);
      if (!place?.contains(document.activeElement)) place?.focus({ preventScroll: !cards });
    });
  };
  const goTo = (cell: Cell, marking = false): void => {
    setFrom(marking ? (from ?? at) : null);
    setAt(cell);
    setEditing(null);
    focusCell(cell);
  };
  const finish = (text: string | null, next: Cell): void => {
    if (text !== null && text !== read(at)) change([{ ...at, text }]);
    goTo(next);
  };

  const onKey = (event: KeyboardEvent): void => {
    if (editing || total === 0) return;
    // Some keyboards give capitals with the command key.
    const command = event.ctrlKey || event.metaKey;
    const key = command && event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const { shiftKey } = event;
    if (key === 'Tab') {
      const next = afterCell(at, shiftKey ? -1 : 1, columns, total);
      // At the ends, or after Escape, it leads out of the table.
      if (leaving.current || !next) return;
      event.preventDefault();
      goTo(next);
      return;
    }
    leaving.current = key === 'Escape';
    if (key === 'Escape') return;
    if (command && key === 'd') {
      event.preventDefault();
      change(fillDown(area, read));
      return;
    }
    if (command && key === 'z' && onUndo) {
      event.preventDefault();
      onUndo();
      return;
    }
    if (command && key === 'a') {
      event.preventDefault();
      setFrom({ row: 0, column: 0 });
      setAt({ row: Math.min(total - 1, last), column: columns.length - 1 });
      return;
    }
    const to = moveCell(at, key, command, { rows: total, columns: columns.length });
    if (to) {
      event.preventDefault();
      goTo(to, shiftKey);
      return;
    }
    if (command || event.altKey || !edits(at.column) || !rows.at(at.row)) return;
    if (key === 'Enter' || key === 'F2') {
      event.preventDefault();
      setEditing({ text: read(at) });
    } else if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      change(spreadOver(area, ''));
    } else if (key.length === 1) {
      event.preventDefault();
      setEditing({ text: key });
    }
  };
  const onCopy = (event: ClipboardEvent): void => {
    if (editing) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', textOf(area, read));
  };
  const onPasted = (event: ClipboardEvent): void => {
    if (editing) return;
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    if (text === '' || onPaste?.(text, at)) return;
    change(spreadOver(area, text));
  };

  if (rows.total === null)
    return rows.error ? (
      <Problem error={rows.error} onRetry={rows.retry} />
    ) : (
      <Skeleton lines={8} height={LINE_PX / 20} />
    );
  if (total === 0) return empty;
  const tracks = { gridTemplateColumns: columns.map((column) => column.width).join(' '), minWidth };
  const stop = shown.some(({ index }) => index === at.row) ? at.row : first;
  return (
    <div className="grid-frame" ref={ref}>
      {rows.error !== null && <Problem error={rows.error} onRetry={rows.retry} />}
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by the pixel, which no table element lets */}
      <div
        className={cards ? 'grid grid-cards' : 'grid'}
        role="grid"
        aria-label={label}
        aria-describedby={hint}
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        ref={scroller}
        style={{ maxHeight: height }}
        onKeyDown={onKey}
        onCopy={onCopy}
        onPaste={onPasted}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <div className="grid-head" role="row" aria-rowindex={1} style={tracks}>
          {columns.map(({ id, title, number }) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div key={id} role="columnheader" className={number ? 'grid-title grid-number' : 'grid-title'}>
              {title}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div className="grid-body" role="rowgroup" style={{ height: `${virtual.getTotalSize() + restPx}px` }}>
          {shown.map((item) => {
            const row = rows.at(item.index);
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useFocusableInteractive: as above
              <div
                key={item.index}
                className="grid-row"
                role="row"
                aria-rowindex={item.index + 2}
                aria-label={row && rowLabel(row)}
                data-index={item.index}
                ref={virtual.measureElement}
                style={{ ...(cards ? {} : tracks), transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column, index) => {
                  const cell = { row: item.index, column: index };
                  const active = item.index === at.row && index === at.column;
                  return (
                    // biome-ignore lint/a11y/useSemanticElements: as above
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
                    <div
                      key={column.id}
                      role="gridcell"
                      className={column.number ? 'grid-cell grid-number' : 'grid-cell'}
                      data-cell={`${item.index}:${index}`}
                      data-edits={column.edits || undefined}
                      aria-colindex={index + 1}
                      aria-readonly={!column.edits}
                      aria-selected={active || (from !== null && inArea(area, cell))}
                      tabIndex={item.index === stop && index === at.column ? 0 : -1}
                      onFocus={(event) => {
                        if (event.target !== event.currentTarget) return;
                        if (!active) {
                          setAt(cell);
                          setFrom(null);
                        }
                      }}
                      onClick={(event) => {
                        leaving.current = false;
                        if (event.shiftKey) {
                          setFrom(from ?? at);
                          setAt(cell);
                        } else if (active && column.edits && row && !editing && (event.detail > 1 || cards))
                          setEditing({ text: read(cell) });
                      }}
                    >
                      {cards && <span className="grid-cell-title">{column.title}</span>}
                      {active && editing ? (
                        <GridEditor
                          label={`${column.title}${row ? `, ${rowLabel(row)}` : ''}`}
                          text={editing.text}
                          number={column.number}
                          onDone={(text, how) =>
                            finish(
                              text,
                              how === 'stay'
                                ? at
                                : how === 'down'
                                  ? { ...at, row: Math.min(total - 1, at.row + 1) }
                                  : (afterCell(at, how === 'next' ? 1 : -1, columns, total) ?? at),
                            )
                          }
                          onLeave={(text) => {
                            if (text !== read(at)) change([{ ...at, text }]);
                            setEditing(null);
                          }}
                        />
                      ) : row ? (
                        <span className="grid-value">{column.cell(row)}</span>
                      ) : (
                        <span className="skeleton" />
                      )}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      <p className="small dim grid-hint" id={hint}>
        Arrows move, Enter or typing changes, Delete takes back, Ctrl D fills down, Ctrl Z undoes; copy and
        paste as in a spreadsheet. Escape, then Tab leaves the table.
      </p>
    </div>
  );
}
