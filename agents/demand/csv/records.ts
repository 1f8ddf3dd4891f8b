/** Records of a CSV, whatever separates them, plain or gzipped. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, type Info, parse } from 'csv-parse';
import { RoyalError } from '../../../shared/errors.ts';

/** A file, or a text that somebody handed over. */
export type CsvSource = { path: string } | { text: string };

export const nameOf = (source: CsvSource): string => ('path' in source ? source.path : 'The CSV');
const openSource = (source: CsvSource): Readable =>
  'path' in source ? createReadStream(source.path) : Readable.from([Buffer.from(source.text)]);

/** What separates the cells of a file, as its first line tells. */
export type Delimiter = ',' | ';' | '\t';

/**
 * Calls `take` with the cells of each line that is not blank, the line counted from 1. Plain or gzipped (told by its content),
 * UTF-8 with or without BOM, separated by comma, semicolon or tab. Throws RoyalError: not_found, invalid_input (unreadable),
 * data_cut_off (a gzip that ends early), and what `take` throws.
 */
export async function readRecords(
  from: CsvSource,
  take: (record: string[], line: number, delimiter: Delimiter) => void,
): Promise<void> {
  const { gzipped, delimiter } = await sniff(from);
  const parser = parse({
    bom: true,
    delimiter,
    trim: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  });
  parser.on('data', ({ record, info }: { record: string[]; info: Info }) =>
    take(record, info.lines, delimiter),
  );
  const source = openSource(from);
  try {
    if (gzipped) await pipeline(source, createGunzip(), parser);
    else await pipeline(source, parser);
  } catch (error) {
    throw unreadable(nameOf(from), error);
  }
}

/** Looks at the first bytes: gzip's magic number, and which separator the header line uses. */
async function sniff(from: CsvSource): Promise<{ gzipped: boolean; delimiter: Delimiter }> {
  try {
    const head = await firstBytes(openSource(from), (bytes) => bytes.length >= 2);
    const gzipped = head[0] === 0x1f && head[1] === 0x8b;
    const source = openSource(from);
    const plain = gzipped ? source.pipe(createGunzip()) : source;
    // pipe() doesn't hand errors of the file on to the reader of the inflated text.
    if (gzipped) source.once('error', (error) => plain.destroy(error));
    const bytes = await firstBytes(plain, (read) => read.includes(10) || read.length > 65_536);
    source.destroy();
    const line = bytes.toString().split('\n', 1)[0]!;
    const delimiter = ([',', ';', '\t'] as const).reduce<Delimiter>(
      (best, one) => (line.split(one).length > line.split(best).length ? one : best),
      ',',
    );
    return { gzipped, delimiter };
  } catch (error) {
    throw unreadable(nameOf(from), error);
  }
}

async function firstBytes(stream: Readable, enough: (bytes: Buffer) => boolean): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (enough(bytes)) break;
  }
  return bytes;
}

function unreadable(path: string, error: unknown): RoyalError {
  if (error instanceof RoyalError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT')
    return new RoyalError(
      { code: 'not_found', message: `There is no file ${path}.`, next: 'Check the path after --input.' },
      { cause: error },
    );
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR')
    return new RoyalError(
      {
        code: 'data_cut_off',
        message: `${path} is a gzip file that is cut off or damaged (${message}).`,
        next: 'Copy or export the file again.',
      },
      { cause: error },
    );
  const at = error instanceof CsvError && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
  return new RoyalError(
    {
      code: 'invalid_input',
      message: `${path} can't be read${at}: ${message}.`,
      next: 'Check that it is a readable CSV file with matching quotes.',
    },
    { cause: error },
  );
}
