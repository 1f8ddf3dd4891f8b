/** A CSV file as rows, a piece at a time: whatever is wrong with one row, the next one is read. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, type Info, type Parser, parse } from 'csv-parse';

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
const ROW_BYTES = 2_000_000;
const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 10;
const SEPARATORS = [',', ';', '\t'];

/**
 * Batches of rows in the file's order; lines with nothing on them are left out. A row whose quote is never closed is
 * broken, and reading goes on with the next line. Throws what reading the file throws.
 */
export async function* readCsv(path: string): AsyncGenerator<(CsvRow | BrokenRow)[]> {
  const delimiter = await separatorOf(path);
  let start = 0;
  let line = 1;
  for (;;) {
    const reading = new Reading(start, line, delimiter);
    try {
      yield* reading.batches(path);
      return;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      // What was read before the row that broke, then the line on which that row begins, left out.
      const rows = reading.taken();
      const next = await afterLine(path, reading.end);
      yield [...rows, { line: reading.line, reason: 'a quote is opened in this row and never closed' }];
      if (next === null) return;
      start = next;
      line = reading.line + 1;
    }
  }
}

class Reading {
  /** Byte behind the last whole row, and the line that begins there. */
  end: number;
  line: number;
  readonly #start: number;
  readonly #parser: Parser;
  #rows: CsvRow[] = [];
  #failure: Error | null = null;
  /** Bytes behind line ends that no row has passed yet. */
  #lineEnds: number[] = [];
  #passed = 0;

  constructor(start: number, line: number, delimiter: string) {
    this.#start = start;
    this.end = start;
    this.line = line;
    this.#parser = parse({
      bom: start === 0,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: ROW_BYTES,
      on_record: (cells: string[], info: Info) => {
        this.#take(cells, start + info.bytes);
        return null;
      },
    });
    this.#parser.on('error', (error) => {
      this.#failure ??= error;
    });
    // Nothing is pushed; the end must be read all the same.
    this.#parser.resume();
  }

  async *batches(path: string): AsyncGenerator<CsvRow[]> {
    let at = this.#start;
    for await (const chunk of createReadStream(path, {
      start: this.#start,
      highWaterMark: CHUNK_BYTES,
    }) as AsyncIterable<Buffer>) {
      for (let found = chunk.indexOf(NEWLINE); found >= 0; found = chunk.indexOf(NEWLINE, found + 1))
        this.#lineEnds.push(at + found + 1);
      at += chunk.length;
      await this.#settled((done) => this.#parser.write(chunk, done));
      const rows = this.taken();
      if (rows.length > 0) yield rows;
    }
    await this.#settled((done) => this.#parser.end(done));
    yield this.taken();
  }

  taken(): CsvRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  async #settled(work: (done: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#parser.once('error', () => resolve());
      work(resolve);
    });
    this.#parser.removeAllListeners('error').on('error', (error) => {
      this.#failure ??= error;
    });
    if (this.#failure) throw this.#failure;
  }

  #take(cells: string[], end: number): void {
    const line = this.line;
    while (this.#passed < this.#lineEnds.length && this.#lineEnds[this.#passed]! <= end) {
      this.#passed += 1;
      this.line += 1;
    }
    if (this.#passed > 10_000) {
      this.#lineEnds = this.#lineEnds.slice(this.#passed);
      this.#passed = 0;
    }
    this.end = end;
    if (cells.length > 1 || cells[0]?.trim()) this.#rows.push({ line, cells });
  }
}

/** The one that the first line has most of; quotes around headers do not matter. */
async function separatorOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, 0);
    const [first = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1);
    const count = (separator: string): number => first.split(separator).length;
    return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
  } finally {
    await file.close();
  }
}

/** The byte behind the end of the line that begins at `start`; null where the file ends with it. */
async function afterLine(path: string, start: number): Promise<number | null> {
  let at = start;
  for await (const chunk of createReadStream(path, { start }) as AsyncIterable<Buffer>) {
    const found = chunk.indexOf(NEWLINE);
    if (found >= 0) return at + found + 1;
    at += chunk.length;
  }
  return null;
}
