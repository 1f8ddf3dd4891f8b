/** What reading a file's rows needs to know of the store that they go to. */
import type { EpochMs } from '../../shared/time.ts';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf, type Mirror } from '../mirror/mirror.ts';
import type { GroupSurroundings } from './groups.ts';
import type { Look } from './look.ts';
import { customerIds } from './synthetic-ids.ts';
import { findVariants } from './variant-finder.ts';

export async function surroundings(mirror: Mirror, look: Look, at: EpochMs): Promise<GroupSurroundings> {
  const { currency, taxesIncluded, zone } = mirror.shop()!;
  const records = importedRecords(bulkTargetOf(mirror));
  const variants = look.header?.kind === 'orders' ? await findVariants(records) : null;
  return {
    currency,
    zone,
    taxesIncluded,
    at,
    dateOrder: look.dateOrder ?? 'day first',
    variantOf: (sku, name) => variants?.find(sku, name) ?? null,
    customerOf: (email) => (records.hasCustomers() ? (mirror.findCustomers({ email }, 1)[0] ?? null) : null),
    blindId: customerIds(records),
  };
}
