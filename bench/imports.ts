/** Orders exports into a store through a whole host: rows a second, memory at one size and at four times it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, numberOption, rounded } from './bench.ts';
import { runChild } from './child.ts';
import type { ImportInput, ImportOutput } from './imports-child.ts';
import { writeOrdersCsv } from './orders-csv.ts';

const ROWS_PER_SECOND = 20_000;
/** Over what the host takes before it begins, and over what a file of a quarter takes. */
const GROWTH_MEGABYTES = 150;
const FLAT_MEGABYTES = 50;
/** What whoever asks something meanwhile may wait. */
const ANSWER_P99_MS = 60;

/** `--megabytes N`: size of the smaller file, 250 unless told; the larger is four times it. */
export const run: Bench = async (options) => {
  const megabytes = numberOption(options, 'megabytes', 250);
  const small = await measure(megabytes);
  const large = await measure(megabytes * 4);
  const rowsPerSecond = large.rows / large.seconds;
  const growth = large.peakMegabytes - large.startMegabytes;
  const isFlat = large.peakMegabytes - small.peakMegabytes <= FLAT_MEGABYTES && growth <= GROWTH_MEGABYTES;
  return {
    name: 'imports',
    pass:
      rowsPerSecond >= ROWS_PER_SECOND && isFlat && large.answer.p99 <= ANSWER_P99_MS && small.ok && large.ok,
    rowsPerSecond: Math.round(rowsPerSecond),
    rows: large.rows,
    seconds: rounded(large.seconds),
    answerMs: {
      p50: rounded(large.answer.p50),
      p99: rounded(large.answer.p99),
      most: rounded(large.answer.most),
    },
    memory: {
      before: large.startMegabytes,
      [`${megabytes} MB`]: small.peakMegabytes,
      [`${megabytes * 4} MB`]: large.peakMegabytes,
    },
  };
};

async function measure(megabytes: number): Promise<ImportOutput & { ok: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-imports-'));
  try {
    const file = join(folder, 'orders.csv');
    const { rows } = await writeOrdersCsv(file, megabytes * 1e6);
    const output = await runChild<ImportOutput>('imports-child.ts', {
      folder: join(folder, 'data'),
      file,
    } satisfies ImportInput);
    return { ...output, ok: output.rows === rows && output.imported === rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
