import { describe, expect, it } from 'vitest';
import { afterCell, areaOf, cellsOf, fillDown, moveCell, spreadOver, textOf } from './grid-cells.ts';

const SIZE = { rows: 100_000, columns: 4 };
const COLUMNS = [{}, { edits: true }, { edits: true }, {}];
const read = ({ row, column }: { row: number; column: number }): string => `${row}/${column}`;

describe('cells of a spreadsheet', () => {
  it('are walked by keys, and never left by them', () => {
    const at = { row: 5, column: 1 };
    expect(moveCell(at, 'ArrowDown', false, SIZE)).toEqual({ row: 6, column: 1 });
    expect(moveCell(at, 'ArrowDown', true, SIZE)).toEqual({ row: 99_999, column: 1 });
    expect(moveCell(at, 'PageUp', false, SIZE)).toEqual({ row: 0, column: 1 });
    expect(moveCell(at, 'End', false, SIZE)).toEqual({ row: 5, column: 3 });
    expect(moveCell({ row: 0, column: 0 }, 'ArrowLeft', false, SIZE)).toEqual({ row: 0, column: 0 });
    expect(moveCell(at, 'x', false, SIZE)).toBeNull();
  });

  it('follow one another by Tab where they can be changed, from row to row', () => {
    expect(afterCell({ row: 0, column: 1 }, 1, COLUMNS, 2)).toEqual({ row: 0, column: 2 });
    expect(afterCell({ row: 0, column: 2 }, 1, COLUMNS, 2)).toEqual({ row: 1, column: 1 });
    expect(afterCell({ row: 1, column: 1 }, -1, COLUMNS, 2)).toEqual({ row: 0, column: 2 });
    expect(afterCell({ row: 1, column: 2 }, 1, COLUMNS, 2)).toBeNull();
    expect(afterCell({ row: 0, column: 1 }, -1, COLUMNS, 2)).toBeNull();
  });

  it('are copied as spreadsheets do, and read back the same', () => {
    const area = areaOf({ row: 3, column: 2 }, { row: 2, column: 1 });
    expect(textOf(area, read)).toBe('2/1\t2/2\n3/1\t3/2');
    expect(cellsOf('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(textOf(areaOf({ row: 0, column: 0 }, null), () => 'two\nlines')).toBe('two lines');
  });

  it('take one pasted value wherever they are marked, and a block from its corner on', () => {
    const area = areaOf({ row: 1, column: 1 }, { row: 2, column: 1 });
    expect(spreadOver(area, '7')).toEqual([
      { row: 1, column: 1, text: '7' },
      { row: 2, column: 1, text: '7' },
    ]);
    expect(spreadOver(area, ' 7\t8\n9')).toEqual([
      { row: 1, column: 1, text: '7' },
      { row: 1, column: 2, text: '8' },
      { row: 2, column: 1, text: '9' },
    ]);
  });

  it('are filled down from the uppermost', () => {
    expect(fillDown(areaOf({ row: 4, column: 1 }, { row: 6, column: 1 }), read)).toEqual([
      { row: 5, column: 1, text: '4/1' },
      { row: 6, column: 1, text: '4/1' },
    ]);
  });
});
