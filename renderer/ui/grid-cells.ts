/** Places in a spreadsheet: moving, marking, copying, pasting, filling; without anything drawn. */

export interface Cell {
  row: number;
  column: number;
}

export interface CellChange extends Cell {
  /** As it was typed or pasted; '' takes the value back. */
  text: string;
}

/** Both ends included. */
export interface Area {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

const PAGE_ROWS = 12;

export function areaOf(at: Cell, from: Cell | null): Area {
  const other = from ?? at;
  return {
    top: Math.min(at.row, other.row),
    bottom: Math.max(at.row, other.row),
    left: Math.min(at.column, other.column),
    right: Math.max(at.column, other.column),
  };
}

export function inArea({ top, bottom, left, right }: Area, { row, column }: Cell): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** Where a key leads; null where it leads nowhere. `far` goes to the end of that way. */
export function moveCell(
  at: Cell,
  key: string,
  far: boolean,
  size: { rows: number; columns: number },
): Cell | null {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const to: Cell | undefined = {
    ArrowUp: { ...at, row: far ? 0 : at.row - 1 },
    ArrowDown: { ...at, row: far ? last.row : at.row + 1 },
    ArrowLeft: { ...at, column: far ? 0 : at.column - 1 },
    ArrowRight: { ...at, column: far ? last.column : at.column + 1 },
    PageUp: { ...at, row: at.row - PAGE_ROWS },
    PageDown: { ...at, row: at.row + PAGE_ROWS },
    Home: { row: far ? 0 : at.row, column: 0 },
    End: { row: far ? last.row : at.row, column: last.column },
  }[key];
  if (!to) return null;
  return {
    row: Math.max(0, Math.min(last.row, to.row)),
    column: Math.max(0, Math.min(last.column, to.column)),
  };
}

/** The next cell that can be changed, row by row; null behind the last and before the first. */
export function afterCell(
  at: Cell,
  step: 1 | -1,
  columns: readonly { edits?: boolean }[],
  rows: number,
): Cell | null {
  if (!columns.some(({ edits }) => edits)) return null;
  let { row, column } = at;
  for (;;) {
    column += step;
    if (column < 0 || column >= columns.length) {
      row += step;
      column = step === 1 ? 0 : columns.length - 1;
    }
    if (row < 0 || row >= rows) return null;
    if (columns[column]!.edits) return { row, column };
  }
}

/** As spreadsheets put it on the clipboard: tabs between cells, a line a row. */
export function textOf({ top, bottom, left, right }: Area, read: (cell: Cell) => string): string {
  const lines: string[] = [];
  for (let row = top; row <= bottom; row += 1) {
    const cells: string[] = [];
    for (let column = left; column <= right; column += 1)
      cells.push(read({ row, column }).replaceAll(/[\t\r\n]+/g, ' '));
    lines.push(cells.join('\t'));
  }
  return lines.join('\n');
}

/** Lines and cells of what a spreadsheet put on the clipboard. */
export function cellsOf(text: string): string[][] {
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'));
}

/** One value over all that is marked; more from its upper left corner on. */
export function spreadOver(area: Area, text: string): CellChange[] {
  const block = cellsOf(text);
  const single = block.length === 1 && block[0]!.length === 1;
  const height = single ? area.bottom - area.top + 1 : block.length;
  const width = single ? area.right - area.left + 1 : Math.max(...block.map((line) => line.length));
  const changes: CellChange[] = [];
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const cell = single ? block[0]![0]! : block[row]![column];
      if (cell !== undefined)
        changes.push({ row: area.top + row, column: area.left + column, text: cell.trim() });
    }
  return changes;
}

/** The uppermost row of what is marked, in all rows below it. */
export function fillDown({ top, bottom, left, right }: Area, read: (cell: Cell) => string): CellChange[] {
  const changes: CellChange[] = [];
  for (let row = top + 1; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1)
      changes.push({ row, column, text: read({ row: top, column }) });
  return changes;
}
