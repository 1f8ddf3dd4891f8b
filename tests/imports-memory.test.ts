/** An import's memory does not grow with its file: what half of it takes, all of it takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runChild } from '../bench/child.ts';
import type { ImportOutput } from '../bench/imports-child.ts';
import { writeOrdersCsv } from '../bench/orders-csv.ts';

/** What heaps and page caches may take more before they are full; the cells of half the rows, held, are twice as much. */
const SPARE_MEGABYTES = 80;
/** A slice is far shorter; a busy machine adds to it. */
const ANSWER_MS = 250;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'royal-imports-memory-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('stays flat over a file, and the core answers meanwhile', { timeout: 240_000 }, async () => {
  const file = join(folder, 'orders.csv');
  const { rows } = await writeOrdersCsv(file, 50e6);
  // In a process of its own.
  const output = await runChild<ImportOutput>('imports-child.ts', { folder: join(folder, 'data'), file });
  expect(output).toMatchObject({ rows, imported: rows });
  expect(output.halfMegabytes).toBeGreaterThan(output.startMegabytes);
  expect(output.peakMegabytes - output.halfMegabytes).toBeLessThan(SPARE_MEGABYTES);
  expect(output.answer.p50).toBeLessThan(ANSWER_MS);
});
