/**
 * A CSV file as rows, a piece at a time: whatever is wrong with one row, the next one is read. Written for this, as
 * csv-parse takes a minute and a half for a gigabyte on the thread that everything waits for; the tests hold the two
 * to the same rows.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';

/** A cell's text by its place, and the line (from 1) on which the row begins. */
export interface CsvRow {
  line: number;
  cells: string[];
}

export interface BrokenRow {
  line: number;
  reason: string;
}

/** A description may be half a megabyte; a row beyond this has lost its closing quote. */
const ROW_CHARACTERS = 2_000_000;
const CHUNK_BYTES = 128 * 1024;
const SEPARATORS = [',', ';', '\t'];

/**
 * Batches of rows in the file's order; lines with nothing on them are left out. A row whose quote is never closed is
 * broken, and reading goes on with the next line. A quote inside a cell, or one that is closed too early, is a part of
 * the cell. `passed` hears how many bytes were read. Throws what reading the file throws.
 */
export async function* readCsv(
  path: string,
  passed: (bytes: number) => void = () => {},
): AsyncGenerator<(CsvRow | BrokenRow)[]> {
  const { encoding, separator, lineEnd } = await writtenHow(path);
  yield* readPieces(createReadStream(path, { highWaterMark: CHUNK_BYTES }), {
    encoding,
    separator,
    lineEnd,
    passed,
  });
}

/** The same of bytes in pieces, wherever they are cut. */
export async function* readPieces(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  given: { encoding?: string; separator?: string; lineEnd?: string; passed?: (bytes: number) => void } = {},
): AsyncGenerator<(CsvRow | BrokenRow)[]> {
  const { encoding = 'utf-8', separator = ',', lineEnd = '\n', passed } = given;
  const decoder = new TextDecoder(encoding);
  const reader = new RowReader(separator, lineEnd);
  let bytes = 0;
  for await (const piece of pieces) {
    const rows = reader.take(decoder.decode(piece, { stream: true }), false);
    bytes += piece.length;
    passed?.(bytes);
    if (rows.length > 0) yield rows;
  }
  yield reader.take(decoder.decode(), true);
}

class RowReader {
  readonly #separator: string;
  readonly #lineEnd: string;
  /** What is not yet read as rows, and the line it begins on. */
  #text = '';
  #line = 1;
  /** Inside a row that was given up, up to the end of its line. */
  #skipping = false;

  constructor(separator: string, lineEnd: string) {
    this.#separator = separator;
    this.#lineEnd = lineEnd;
  }

  /** The rows that `more` completes; all that is left where it is the last. */
  take(more: string, isLast: boolean): (CsvRow | BrokenRow)[] {
    const text = this.#text === '' ? more : this.#text + more;
    const rows: (CsvRow | BrokenRow)[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const end = text.indexOf(this.#lineEnd, at);
      if (this.#skipping) {
        if (end < 0) {
          at = text.length;
          break;
        }
        this.#skipping = false;
        this.#line += 1;
        at = end + 1;
        continue;
      }
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      const lineStop = end < 0 ? text.length : end;
      if (quote < 0 || quote >= lineStop) {
        // Nothing quoted on this line: most lines of most files.
        if (end < 0 && !isLast) {
          if (text.length - at > ROW_CHARACTERS)
            at = this.#giveUp(rows, at, 'the row is longer than any that Shopify exports');
          break;
        }
        const stop = this.#beforeReturn(text, at, lineStop);
        this.#add(rows, text.slice(at, stop).split(this.#separator));
        this.#line += 1;
        at = lineStop + 1;
        continue;
      }
      const row = this.#quotedRow(text, at, isLast);
      if (row === null) {
        if (!isLast && text.length - at <= ROW_CHARACTERS) break;
        at = this.#giveUp(rows, at, 'a quote is opened in this row and never closed');
        continue;
      }
      const line = this.#line;
      this.#add(rows, row.cells);
      this.#line = line + row.lines;
      at = row.next;
    }
    this.#text = at === 0 ? text : text.slice(at);
    return rows;
  }

  #add(rows: (CsvRow | BrokenRow)[], cells: string[]): void {
    if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line: this.#line, cells });
  }

  /** The row is broken; reading goes on with the next line. */
  #giveUp(rows: (CsvRow | BrokenRow)[], at: number, reason: string): number {
    rows.push({ line: this.#line, reason });
    this.#skipping = true;
    return at;
  }

  /** Field by field; null where the text ends before the row does. */
  #quotedRow(
    text: string,
    start: number,
    isLast: boolean,
  ): { cells: string[]; lines: number; next: number } | null {
    const separator = this.#separator;
    const lineEnd = this.#lineEnd;
    const cells: string[] = [];
    let lines = 1;
    let at = start;
    for (;;) {
      let head = '';
      let rest = at;
      if (text[at] === '"') {
        const quoted = this.#quotedCell(text, at, isLast);
        if (quoted === null) return null;
        lines += quoted.lines;
        head = quoted.head;
        rest = quoted.next;
      }
      let stop = text.indexOf(separator, rest);
      const end = text.indexOf(lineEnd, rest);
      if (stop >= 0 && (end < 0 || stop < end)) {
        cells.push(head + text.slice(rest, stop));
        at = stop + 1;
        continue;
      }
      if (end < 0 && !isLast) return null;
      stop = end < 0 ? text.length : end;
      cells.push(head + text.slice(rest, this.#beforeReturn(text, rest, stop)));
      return { cells, lines, next: stop + 1 };
    }
  }

  /** From an opening quote on: what the cell begins with, and where what is not quoted of it goes on. */
  #quotedCell(
    text: string,
    opening: number,
    isLast: boolean,
  ): { head: string; lines: number; next: number } | null {
    let head = '';
    let from = opening + 1;
    for (let search = from; ; ) {
      const quote = text.indexOf('"', search);
      if (quote < 0 || (!isLast && quote + 2 >= text.length)) return null;
      if (text[quote + 1] === '"') {
        head += text.slice(from, quote + 1);
        from = quote + 2;
        search = from;
        continue;
      }
      head += text.slice(from, quote);
      let lines = 0;
      for (
        let found = head.indexOf(this.#lineEnd);
        found >= 0;
        found = head.indexOf(this.#lineEnd, found + 1)
      )
        lines += 1;
      const closes = quote + 1 >= text.length || this.#endsCell(text, quote + 1);
      return { head: closes ? head : `"${head}"`, lines, next: quote + 1 };
    }
  }

  #endsCell(text: string, at: number): boolean {
    const next = text[at];
    return (
      next === this.#separator ||
      next === this.#lineEnd ||
      (next === '\r' && (at + 1 === text.length || text[at + 1] === this.#lineEnd))
    );
  }

  #beforeReturn(text: string, start: number, end: number): number {
    return end > start && this.#lineEnd === '\n' && text[end - 1] === '\r' ? end - 1 : end;
  }
}

/** By the file's beginning: UTF-8 but for a mark of UTF-16; of the separators the one that the first line has most of. */
async function writtenHow(path: string) {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, 0);
    const encoding = buffer[0] === 0xff && buffer[1] === 0xfe ? 'utf-16le' : 'utf-8';
    const text = new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead));
    const lineEnd = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
    const [first = ''] = text.split(lineEnd, 1);
    const count = (separator: string): number => first.split(separator).length;
    const separator = SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
    return { encoding, separator, lineEnd };
  } finally {
    await file.close();
  }
}
