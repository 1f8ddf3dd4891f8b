/** An import's memory does not grow with its file: a file four times as large, in a process of its own each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runChild } from '../bench/child.ts';
import type { ImportOutput } from '../bench/imports-child.ts';
import { writeOrdersCsv } from '../bench/orders-csv.ts';

/** What a heap may hold more before it is collected; the larger file has 24 MB more of text, and three times the rows. */
const SPARE_MEGABYTES = 40;
/** A transaction of 50 ms, twice, and what a busy machine adds. */
const ANSWER_MS = 250;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'royal-imports-memory-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function measure(megabytes: number): Promise<ImportOutput> {
  const file = join(folder, `${megabytes}.csv`);
  const { rows } = await writeOrdersCsv(file, megabytes * 1e6);
  const output = await runChild<ImportOutput>('imports-child.ts', {
    folder: join(folder, `data-${megabytes}`),
    file,
  });
  expect(output).toMatchObject({ rows, imported: rows });
  return output;
}

it('stays flat, and the core answers meanwhile', { timeout: 120_000 }, async () => {
  const small = await measure(10);
  const large = await measure(40);
  expect(large.rows).toBeGreaterThan(small.rows * 3.9);
  expect(large.peakMegabytes - small.peakMegabytes).toBeLessThan(SPARE_MEGABYTES);
  expect(large.answer.p50).toBeLessThan(ANSWER_MS);
});
