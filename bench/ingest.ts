/**
 * Bulk JSONL to mirror (parsed, people sealed, days summed) beside bare inserts of the same lines, pre-parsed, in
 * the same run; and memory for a file of 200 MB beside one of 1 GB.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines, textOf } from '../core/mirror/jsonl.ts';
import { fromGid } from '../shared/gid.ts';
import { parseMoney } from '../shared/money.ts';
import { DAY_MS } from '../shared/time.ts';
import type { BareInput, BareOutput } from './bare-inserts-child.ts';
import { type Bench, numberOption, rounded } from './bench.ts';
import { BULK_CURRENCY, writeOrdersFile } from './bulk-file.ts';
import { runChild } from './child.ts';
import type { LoadOutput } from './load-child.ts';
import type { CoreLoadInput } from './load-core-worker.ts';

const RATIO = 0.35;
/** A file five times as large may take so much more memory: what a heap grows by before it is collected. */
const FLAT_MEGABYTES = 40;
const VARIANTS = 4000;

/** `--megabytes N`: size of the larger file, 1000 unless told; the smaller one is a fifth of it. */
export const run: Bench = async (options) => {
  const megabytes = numberOption(options, 'megabytes', 1000);
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-ingest-'));
  try {
    const small = await load(folder, megabytes / 5);
    const large = await load(folder, megabytes, true);
    const bare = (large.bareBefore + large.bareAfter) / 2;
    const ratio = large.linesPerSecond / bare;
    const growth = large.peakMegabytes - small.peakMegabytes;
    return {
      name: 'ingest',
      pass: ratio >= RATIO && growth <= FLAT_MEGABYTES && small.ok && large.ok,
      ratio: rounded(ratio),
      linesPerSecond: Math.round(large.linesPerSecond),
      bareLinesPerSecond: Math.round(bare),
      orders: large.orders,
      lines: large.lines,
      seconds: rounded(large.seconds),
      settleSeconds: rounded(large.settleSeconds),
      memory: {
        [`${Math.round(megabytes / 5)} MB`]: small.peakMegabytes,
        [`${megabytes} MB`]: large.peakMegabytes,
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function load(folder: string, megabytes: number, beside = false) {
  const inner = mkdtempSync(join(folder, 'load-'));
  const file = join(inner, 'orders.jsonl');
  const { orders, lines } = await writeOrdersFile(file, {
    // About four and a half kilobytes an order; the size ends it.
    orders: Math.round(megabytes * 220),
    variants: VARIANTS,
    mostBytes: megabytes * 1e6,
  });
  const linesFile = join(inner, 'lines.bin');
  const bare = async (): Promise<number> => {
    if (!beside) return Number.NaN;
    const at = mkdtempSync(join(inner, 'bare-'));
    const { seconds } = await runChild<BareOutput>('bare-inserts-child.ts', {
      linesFile,
      folder: at,
    } satisfies BareInput);
    rmSync(at, { recursive: true });
    return lines / seconds;
  };
  if (beside) writeFileSync(linesFile, packedLines(file, lines));
  const bareBefore = await bare();
  const output = await runChild<LoadOutput>('load-child.ts', {
    mirror: join(inner, 'mirror.db'),
    files: { orders: file },
  } satisfies CoreLoadInput);
  const ok = output.orders === orders && output.lines === lines;
  const bareAfter = await bare();
  rmSync(inner, { recursive: true });
  return { ...output, ok, linesPerSecond: lines / output.seconds, bareBefore, bareAfter };
}

/** id, order, variant, quantity, price and day of every line of the file. */
function packedLines(file: string, count: number): Float64Array {
  const values = new Float64Array(count * 6);
  let at = 0;
  let day = 0;
  for (const line of readLines(file, 0)) {
    const object = JSON.parse(textOf(line)) as {
      id: string;
      processedAt: string;
      __parentId?: string;
      variant: { id: string };
      quantity: number;
      originalUnitPriceSet: { shopMoney: { amount: string } };
    };
    if (object.__parentId === undefined) {
      day = Math.floor(Date.parse(object.processedAt) / DAY_MS);
      continue;
    }
    values[at++] = fromGid(object.id);
    values[at++] = fromGid(object.__parentId);
    values[at++] = fromGid(object.variant.id);
    values[at++] = object.quantity;
    values[at++] = parseMoney(object.originalUnitPriceSet.shopMoney.amount, BULK_CURRENCY);
    values[at++] = day;
  }
  return values;
}
