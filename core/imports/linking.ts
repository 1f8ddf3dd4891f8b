/**
 * Lines of imported orders whose variant came after them, or was made anew since: found by what the file says of them. What
 * a shop says of its own orders' lines stays.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf, type Mirror } from '../mirror/mirror.ts';
import { findVariants } from './variant-finder.ts';

const ORDERS_AT_ONCE = 200;
/** The newest variant when lines were last looked through. */
const LINKED = 'linked_variant';

/** Goes through all imported orders a slice at a time. Throws what the signal holds where it fires. */
export async function linkLines(mirror: Mirror, signal: AbortSignal): Promise<void> {
  const target = bulkTargetOf(mirror);
  const records = importedRecords(target);
  const variants = await findVariants(records);
  for (let after: number | null = null; ; await nextTurn()) {
    signal.throwIfAborted();
    const orders: number[] = records.ordersOfFiles(after, ORDERS_AT_ONCE);
    const links = orders.flatMap(records.linesWithoutVariant).flatMap(({ orderId, lineId, sku, title }) => {
      const found = variants.find(sku, title);
      return found ? [{ orderId, lineId, ...found }] : [];
    });
    if (links.length > 0) target.write(() => links.forEach(target.orders.linkLine), LINKING);
    if (orders.length < ORDERS_AT_ONCE) return;
    after = orders.at(-1)!;
  }
}

/** After a sync: only where the shop has variants that are newer than those that lines were looked through for. */
export async function linkToNewVariants(mirror: Mirror, signal: AbortSignal): Promise<void> {
  const newest = String(importedRecords(bulkTargetOf(mirror)).newestVariant());
  if (mirror.getProgress(LINKED) === newest) return;
  await linkLines(mirror, signal);
  mirror.setProgress(LINKED, newest);
}

const LINKING = { key: 'import', value: 'link' };
