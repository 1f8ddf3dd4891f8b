/** Once a day: which ids does the shop still have? The only way to learn of deletions; never from half a list. */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { RoyalError } from '../../shared/errors.ts';
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import { DAY_MS } from '../../shared/time.ts';
import { awaitBulk, type BulkResult, downloadBulk, startBulk } from '../connectors/shopify/bulk.ts';
import { BULK_CUSTOMER_IDS, BULK_ORDER_IDS, BULK_PRODUCT_IDS } from '../connectors/shopify/documents.ts';
import { faultPoint } from '../fault-point.ts';
import type { ReconciledKind } from '../mirror/mirror.ts';
import { bulkFile } from './bulk-load.ts';
import { KEYS, type SyncContext } from './context.ts';

const LISTS: readonly { kind: ReconciledKind; document: string }[] = [
  { kind: 'products', document: BULK_PRODUCT_IDS },
  { kind: 'customers', document: BULK_CUSTOMER_IDS },
  { kind: 'orders', document: BULK_ORDER_IDS },
];
/** A day less than the 60 that Shopify shows, so that an order on the edge is never taken for a deleted one. */
const SHOWN_DAYS = 59;

export async function reconcileIds(
  context: SyncContext,
  limitedHistory: boolean,
): Promise<Record<string, number>> {
  const { mirror, client, progress, signal } = context;
  const removed: Record<string, number> = {};
  progress.tell('reconcile', 0, LISTS.length);
  for (const [index, { kind, document }] of LISTS.entries()) {
    const id = await startBulk(client, document, signal);
    const result = await awaitBulk(client, id, signal, () => {});
    const file = bulkFile(context.bulkFolder, `ids-${kind}`, id);
    try {
      await downloadBulk(client, result, file, signal, () => {});
      await checkWhole(file, result);
      const from = kind === 'orders' && limitedHistory ? result.startedAt - SHOWN_DAYS * DAY_MS : undefined;
      const outcome = await mirror.reconcileIds(kind, rootIds(file), { before: result.startedAt, from });
      faultPoint('sync.ids_compared');
      removed[kind] = outcome.removed;
    } finally {
      await rm(file, { force: true });
    }
    progress.tell('reconcile', index + 1, LISTS.length);
  }
  mirror.setProgress(KEYS.reconciled, String(context.clock()));
  return removed;
}

/** Throws RoyalError 'data_cut_off' unless every object of the operation stands in the file. */
async function checkWhole(file: string, result: BulkResult): Promise<void> {
  let lines = 0;
  for await (const line of linesOf(file)) {
    if (!line.endsWith('}')) break;
    lines += 1;
  }
  if (lines === result.objects) return;
  throw new RoyalError({
    code: 'data_cut_off',
    message: `The list of ids has ${lines} of ${result.objects} lines; nothing was removed.`,
    next: 'Nothing to do: it is tried again with the next sync.',
    details: { lines, objects: result.objects },
  });
}

async function* rootIds(file: string): AsyncGenerator<ShopifyId> {
  for await (const line of linesOf(file)) {
    const node = JSON.parse(line) as { id: string; __parentId?: string };
    if (node.__parentId === undefined) yield fromGid(node.id);
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(file) })) if (line) yield line;
}
