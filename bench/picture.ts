/**
 * Draws a terminal's recorded output as an SVG: `script -qec 'COMMAND' /dev/null | node bench/picture.ts TITLE
 * [COLUMNS] > docs/demo.svg`. Understands what the program prints: text, colours, lines rewritten in place.
 */
import { readFileSync } from 'node:fs';

interface Cell {
  char: string;
  colour: string;
  bold: boolean;
}

const foreground = '#d6deeb';
const colours: Record<number, string> = {
  30: '#575656',
  31: '#ef5350',
  32: '#22da6e',
  33: '#e7c547',
  34: '#82aaff',
  35: '#c792ea',
  36: '#21c7a8',
  37: '#ffffff',
  90: '#7c8aa0',
  91: '#ff8a80',
  92: '#69f0ae',
  93: '#ffeb95',
  94: '#a3c4ff',
  95: '#e1b8f5',
  96: '#7fdbca',
  97: '#ffffff',
};

/** What the screen shows at the end, scrolled-away lines included. */
function screen(output: string, columns: number): Cell[][] {
  const rows: Cell[][] = [[]];
  let row = 0;
  let column = 0;
  let colour = foreground;
  let bold = false;
  const blank = (): Cell => ({ char: ' ', colour: foreground, bold: false });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's output is made of them
  for (const [token, parameters, command] of output.matchAll(/\x1b\[([?\d;]*)([A-Za-z])|[^\x1b]/gu)) {
    const first = Number(parameters || 1);
    const line = rows[row]!;
    if (command === 'm') {
      for (const code of (parameters || '0').split(';').map(Number)) {
        if (code === 0) [colour, bold] = [foreground, false];
        else if (code === 1) bold = true;
        else if (code === 2) colour = colours[90]!;
        else if (code === 22) [colour, bold] = [colour === colours[90] ? foreground : colour, false];
        else if (code === 39) colour = foreground;
        else colour = colours[code] ?? colour;
      }
    } else if (command === 'A') row = Math.max(0, row - first);
    else if (command === 'B') row = Math.min(rows.length - 1, row + first);
    else if (command === 'G') column = first - 1;
    else if (command === 'K') line.length = parameters === '2' ? 0 : Math.min(line.length, column);
    else if (command === 'J') {
      rows.length = row + 1;
      line.length = Math.min(line.length, column);
    } else if (token === '\n') {
      row++;
      column = 0;
      if (row === rows.length) rows.push([]);
    } else if (token === '\r') column = 0;
    else if (!command && token >= ' ') {
      if (column === columns) {
        rows.splice(++row, 0, []);
        column = 0;
      }
      const here = rows[row]!;
      while (here.length < column) here.push(blank());
      here[column++] = { char: token, colour, bold };
    }
  }
  while (rows.length > 0 && rows.at(-1)!.length === 0) rows.pop();
  return rows;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function drawn(rows: Cell[][], title: string, columns: number): string {
  const [cellWidth, lineHeight, top, side] = [8.4, 19, 44, 18];
  const width = Math.round(columns * cellWidth + 2 * side);
  const height = rows.length * lineHeight + top + side;
  const lines = rows.map((cells, index) => {
    const spans: string[] = [];
    for (let from = 0; from < cells.length; ) {
      const { colour, bold } = cells[from]!;
      let to = from;
      while (cells[to]?.colour === colour && cells[to]?.bold === bold) to++;
      const text = escaped(
        cells
          .slice(from, to)
          .map((cell) => cell.char)
          .join(''),
      );
      const weight = bold ? ' font-weight="bold"' : '';
      spans.push(
        `<tspan x="${(side + from * cellWidth).toFixed(1)}" fill="${colour}"${weight}>${text}</tspan>`,
      );
      from = to;
    }
    return `<text y="${top + (index + 1) * lineHeight - 5}">${spans.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="10" fill="#10151f"/>
<g fill="#3a4356"><circle cx="22" cy="21" r="6"/><circle cx="42" cy="21" r="6"/><circle cx="62" cy="21" r="6"/></g>
<text x="50%" y="26" fill="#7c8aa0" font-family="sans-serif" font-size="13" text-anchor="middle">${escaped(title)}</text>
<g font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
${lines.join('\n')}
</g>
</svg>
`;
}

const [title = 'npm run demo', columns = '110'] = process.argv.slice(2);
// `script` frames what it records with a line of its own at each end.
const recorded = readFileSync(0, 'utf8')
  .replace(/^Script started.*\r?\n/, '')
  .replace(/\r?\n?Script done[\s\S]*$/, '');
process.stdout.write(drawn(screen(recorded, Number(columns)), title, Number(columns)));
