import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createTerminal, type Output } from './terminal.ts';

function written(columns: number | null): { lines: () => string[]; out: Output } {
  let text = '';
  const out: Output = {
    ...(columns === null ? {} : { isTTY: true, columns }),
    write: (part) => {
      text += part;
    },
  };
  return { out, lines: () => stripVTControlCharacters(text).trimEnd().split('\n') };
}

const terminalOf = (columns: number | null) => {
  const { out, lines } = written(columns);
  return { lines, terminal: createTerminal({ json: false, env: {}, stdout: out, stderr: out }) };
};

const LONG = 'Order 44 units of 5 products from Cairn before the month is over';

describe('a paragraph', () => {
  it('breaks between words on a terminal, its lines hanging below the first', () => {
    const { terminal, lines } = terminalOf(30);
    terminal.paragraph('  • ', LONG);
    expect(lines()).toEqual([
      '  • Order 44 units of 5',
      '    products from Cairn before',
      '    the month is over',
    ]);
  });

  it('stays one line in a pipe, spaces as they are', () => {
    const { terminal, lines } = terminalOf(null);
    terminal.paragraph('- ', `a  b ${LONG}`);
    expect(lines()).toEqual([`- a  b ${LONG}`]);
  });
});

describe('a table', () => {
  const rows = [
    ['1', LONG, '£1.00'],
    ['22', '竹製のまな板(大) مصباح نحاسي', '£1,000.00'],
  ];
  const options = { head: ['ID', 'WHAT', 'COST'], right: [0, 2] };

  it('fits the terminal: text is clipped, figures are not', () => {
    const { terminal, lines } = terminalOf(40);
    terminal.table(rows, options);
    expect(lines()).toEqual([
      'ID  WHAT                            COST',
      ' 1  Order 44 units of 5 prod…      £1.00',
      '22  竹製のまな板(大) مصباح ن…  £1,000.00',
    ]);
  });

  it('is whole in a pipe', () => {
    const { terminal, lines } = terminalOf(null);
    terminal.table(rows, options);
    expect(lines()[1]).toContain(LONG);
  });
});
