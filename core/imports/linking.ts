/** Lines of imported orders that came before their products: found a variant once the products are there. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf, type Mirror } from '../mirror/mirror.ts';
import { findVariants } from './variant-finder.ts';

const LOOKED_AT_ONCE = 500;

/** Goes through all lines a slice at a time. Throws what the signal holds where it fires. */
export async function linkLines(mirror: Mirror, signal: AbortSignal): Promise<void> {
  const target = bulkTargetOf(mirror);
  const records = importedRecords(target);
  const variants = await findVariants(records);
  for (let after: { orderId: number; lineId: number } | null = null; ; await nextTurn()) {
    signal.throwIfAborted();
    const lines: ReturnType<typeof records.lines> = records.lines(after, LOOKED_AT_ONCE);
    const links = lines.flatMap(({ orderId, lineId, variantId, sku, title }) => {
      if (variantId !== null) return [];
      const found = variants.find(sku, title);
      return found && records.orderIsOfFile(orderId) ? [{ orderId, lineId, ...found }] : [];
    });
    if (links.length > 0) target.write(() => links.forEach(target.orders.linkLine), LINKING);
    if (lines.length < LOOKED_AT_ONCE) return;
    after = lines.at(-1)!;
  }
}

const LINKING = { key: 'import', value: 'link' };
