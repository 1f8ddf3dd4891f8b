/**
 * A CSV file as rows, a piece at a time: whatever is wrong with one row, the next one is read. Written for this, as
 * csv-parse takes a minute and a half for a gigabyte on the thread that everything waits for; the tests hold the two
 * to the same rows.
 */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';

/** A cell's text by its place, and the line (from 1) on which the row begins. */
export interface CsvRow {
  line: number;
  cells: string[];
  /** Why it must not be taken in, though it is told apart from the others. */
  unreadable?: string;
}

export interface BrokenRow {
  line: number;
  reason: string;
}

/** A description may be half a megabyte; a row beyond this has lost its closing quote. */
const ROW_CHARACTERS = 2_000_000;
const CHUNK_BYTES = 128 * 1024;
const SEPARATORS = [',', ';', '\t'];
/** What a decoder puts for bytes that are no letter, and the bytes of that sign itself. */
const LOST_SIGN = '\uFFFD';
const LOST = Buffer.from(LOST_SIGN);
const NOT_UTF8 = 'it is not written in UTF-8: save the file as “CSV UTF-8”, then import it again';

/**
 * Batches of rows in the file's order; lines with nothing on them are left out. A row whose quote is never closed is
 * broken, and reading goes on with the next line. A quote inside a cell, or one that is closed too early, is a part of
 * the cell. `passed` hears how many bytes were read. Throws what reading the file throws.
 */
export function readCsv(
  path: string,
  passed?: (bytes: number) => void,
): AsyncGenerator<(CsvRow | BrokenRow)[]> {
  return readPieces(createReadStream(path, { highWaterMark: CHUNK_BYTES }), passed);
}

/** The same of a file's bytes in pieces, wherever they are cut. */
export async function* readPieces(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  passed: (bytes: number) => void = () => {},
): AsyncGenerator<(CsvRow | BrokenRow)[]> {
  let head: Buffer = Buffer.alloc(0);
  let reading: { decoder: TextDecoder; reader: RowReader } | null = null;
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    let next = piece;
    if (!reading) {
      head = Buffer.concat([head, piece]);
      if (head.length < CHUNK_BYTES) continue;
      reading = writtenHow(head);
      next = head;
    }
    if (next.includes(LOST)) reading.reader.trust();
    const rows = reading.reader.take(reading.decoder.decode(next, { stream: true }), false);
    passed(bytes);
    if (rows.length > 0) yield rows;
  }
  passed(bytes);
  const { decoder, reader } = reading ?? writtenHow(head);
  if (!reading && head.includes(LOST)) reader.trust();
  yield reader.take(decoder.decode(reading ? undefined : head), true);
}

class RowReader {
  readonly #separator: string;
  readonly #lineEnd: string;
  /** What is not yet read as rows, and the line it begins on. */
  #text = '';
  #line = 1;
  /** Inside a row that was given up, up to the end of its line. */
  #skipping = false;
  /** Whether the sign for a lost letter stands in the file itself; then nothing is said of rows that have it. */
  #trusted = false;
  /** Whether one was met that the file does not have. */
  #lost = false;

  constructor(separator: string, lineEnd: string) {
    this.#separator = separator;
    this.#lineEnd = lineEnd;
  }

  trust(): void {
    this.#trusted = true;
  }

  /** The rows that `more` completes; all that is left where it is the last. */
  take(more: string, isLast: boolean): (CsvRow | BrokenRow)[] {
    this.#lost ||= more.includes(LOST_SIGN);
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
    if (cells.length === 1 && cells[0]!.trim() === '') return;
    const lost = this.#lost && !this.#trusted && cells.some((cell) => cell.includes(LOST_SIGN));
    rows.push(lost ? { line: this.#line, cells, unreadable: NOT_UTF8 } : { line: this.#line, cells });
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
    let end = text.indexOf(lineEnd, start);
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
      // Once a line: from each cell on, a row of a million cells takes a minute.
      if (end >= 0 && end < rest) end = text.indexOf(lineEnd, rest);
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
function writtenHow(head: Buffer): { decoder: TextDecoder; reader: RowReader } {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  const text = new TextDecoder(encoding).decode(head);
  const lineEnd = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const [first = ''] = text.split(lineEnd, 1);
  const count = (separator: string): number => first.split(separator).length;
  const separator = SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
  return { decoder: new TextDecoder(encoding), reader: new RowReader(separator, lineEnd) };
}
