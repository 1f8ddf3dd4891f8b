/** What a host takes in memory by the first load of a large store: at its peak, and afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, numberOption, rounded } from './bench.ts';
import { writeCatalogFiles, writeOrdersFile } from './bulk-file.ts';
import { runChild } from './child.ts';
import type { LoadOutput } from './load-child.ts';
import type { CoreLoadInput } from './load-core-worker.ts';

const AFTER_MEGABYTES = 250;
const VARIANTS = 4000;

/** `--orders N`, 1,000,000 unless told: a file of about 4.5 GB in the system's temporary folder. */
export const run: Bench = async (options) => {
  const orders = numberOption(options, 'orders', 1_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-load-'));
  const files = {
    products: join(folder, 'products.jsonl'),
    inventory: join(folder, 'inventory.jsonl'),
    orders: join(folder, 'orders.jsonl'),
  };
  try {
    await writeCatalogFiles(files.products, files.inventory, VARIANTS);
    const { bytes, lines } = await writeOrdersFile(files.orders, { orders, variants: VARIANTS });
    const output = await runChild<LoadOutput>('load-child.ts', {
      mirror: join(folder, 'mirror.db'),
      files,
    } satisfies CoreLoadInput);
    return {
      name: 'load',
      pass:
        output.afterMegabytes <= AFTER_MEGABYTES &&
        output.orders === orders &&
        output.lines === lines &&
        output.variants === VARIANTS,
      orders: output.orders,
      lines: output.lines,
      gigabytes: rounded(bytes / 1e9),
      seconds: rounded(output.seconds),
      peakMegabytes: output.peakMegabytes,
      afterMegabytes: output.afterMegabytes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
