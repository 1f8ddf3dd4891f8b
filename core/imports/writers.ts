/** Writes what a file's rows came to into the mirror, and says what became of it. Within the caller's transaction. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import { sealCustomer } from '../mirror/customers.ts';
import type { Claim, Imported, ImportedKind } from '../mirror/imported.ts';
import type { BulkTarget } from '../mirror/mirror.ts';
import { emailIndex } from '../mirror/people.ts';
import type { CustomerRecord, OrderRecord } from '../mirror/records.ts';
import type { Outcome } from './account.ts';
import type { Forgotten } from './forgotten.ts';
import type { FoundRecord } from './groups.ts';
import type { Quantities, StockRow } from './inventory.ts';
import type { OrderQueue } from './order-queue.ts';
import type { FoundOrder } from './orders.ts';
import type { FoundProduct } from './products.ts';
import { inventoryItemId, locationId } from './synthetic-ids.ts';

export interface Writing {
  target: BulkTarget;
  records: Imported;
  importId: number;
  /** `updatedAt` of what has no time of its own. */
  at: EpochMs;
  /** Whether a shop stands behind the store: then catalogue, stock and customers are the shop's alone. */
  connected: boolean;
  orders: OrderQueue;
  forgotten: Forgotten;
}

/** Throws NoPlace. */
export function writeRecord(writing: Writing, record: FoundRecord): Outcome {
  switch (record.kind) {
    case 'products':
      return writeProduct(writing, record.found);
    case 'inventory':
      return writeStockRow(writing, record.row);
    case 'customers':
      return writeCustomer(writing, record.customer);
    case 'orders':
      return writeOrder(writing, record.found);
  }
}

/** Why rows that could be read have no place in the mirror. */
export class NoPlace extends Error {}

/** Stock that a products file states is at no location in particular. */
const UNNAMED_LOCATION = 'Stock of the products file';

/** Where a record would go, without writing it: new to the mirror, known there, or refused. */
export function placeOf(
  records: Imported,
  record: FoundRecord,
  given: { connected: boolean; withProducts: boolean },
): 'fresh' | 'known' | { refused: string } {
  const { connected } = given;
  switch (record.kind) {
    case 'products':
      if (records.variantsOf(record.found.record.handle).length > 0) return 'known';
      return connected ? { refused: NOT_OF_THE_SHOP.product } : 'fresh';
    case 'inventory': {
      const { row } = record;
      const variants = records.variantsOf(row.handle);
      const variant = variantOfRow(variants, row);
      if (!variant)
        return given.withProducts && !connected ? 'fresh' : { refused: withoutVariant(variants.length > 0) };
      const isThere = row.levels.some(({ location }) =>
        records.isClaimed('level', variant.inventoryItemId, locationId(location)),
      );
      return connected || isThere ? 'known' : 'fresh';
    }
    case 'customers':
      if (records.versionOf('customer', record.customer.id) !== null) return 'known';
      return connected ? { refused: NOT_OF_THE_SHOP.customer } : 'fresh';
    case 'orders': {
      return records.orderOf(record.found.order) === null ? 'fresh' : 'known';
    }
  }
}

const NOT_OF_THE_SHOP = {
  product: 'the shop has no product with this handle, and a connected store lists those of its shop',
  customer: 'the shop has no such customer, and a connected store lists those of its shop',
};

function variantOfRow(variants: ReturnType<Imported['variantsOf']>, row: StockRow) {
  const named = (values: readonly string[]): string => values.join('\0').toLowerCase();
  return (
    variants.find(({ options }) => named(options) === named(row.options)) ??
    variants.find(({ sku }) => sku !== null && sku === row.sku)
  );
}

function withoutVariant(hasProduct: boolean): string {
  return hasProduct
    ? 'its product has no variant with these options or this SKU'
    : 'no product has this handle: import the products file it belongs to, then this one again';
}

function writeProduct(writing: Writing, { record, stock }: FoundProduct): Outcome {
  const { target, records, importId, at } = writing;
  const part = record.variants[0]!.id;
  if (writing.connected) {
    if (records.variantsOf(record.handle).length === 0) throw new NoPlace(NOT_OF_THE_SHOP.product);
    return seen(writing, 'product', record.id, part, record.handle);
  }
  const content = {
    ...record,
    updatedAt: 0,
    variants: record.variants.map((one) => ({ ...one, updatedAt: 0, itemUpdatedAt: 0 })),
    stock,
  };
  const fingerprint = records.fingerprint(content);
  const own = records.claimOf('product', record.id, part, importId);
  if (own) return again(own, fingerprint);
  const newest = records.newestClaim('product', record.id);
  const exists = records.versionOf('product', record.id) !== null;
  const same = exists && newest !== null && newest.part === part && newest.fingerprint.equals(fingerprint);
  records.claim('product', record.id, part, { import: importId, fingerprint, version: at });
  if (same) return 'unchanged';
  // Rows of one product apart from each other in one file add up; another file's product takes its place.
  target.catalog.product(record, newest?.import !== importId);
  writeStock(writing, stock);
  return 'imported';
}

function writeStock(writing: Writing, stock: FoundProduct['stock']): void {
  const location = locationId(UNNAMED_LOCATION);
  for (const { inventoryItemId: item, available } of stock) {
    // An inventory file says where it is: it is counted once.
    if (writing.records.levelIsOfFile(item)) continue;
    writeLocation(writing, UNNAMED_LOCATION);
    const quantities = { available, onHand: available, committed: 0, incoming: 0 };
    writing.target.catalog.levels(item, [{ locationId: location, ...quantities, updatedAt: writing.at }]);
  }
}

function writeLocation({ target, records, importId, at }: Writing, name: string): void {
  const id = locationId(name);
  const fingerprint = records.fingerprint(name);
  if (records.claimOf('location', id, 0, importId)) return;
  records.claim('location', id, 0, { import: importId, fingerprint, version: at });
  target.catalog.location({
    id,
    name,
    isActive: true,
    fulfillsOnlineOrders: true,
    countryCode: null,
    updatedAt: at,
  });
}

function writeStockRow(writing: Writing, row: StockRow): Outcome {
  const { records } = writing;
  const variants = records.variantsOf(row.handle);
  const variant = variantOfRow(variants, row);
  if (!variant) throw new NoPlace(withoutVariant(variants.length > 0));
  if (writing.connected)
    return seen(writing, 'level', inventoryItemId(row.handle, row.options), 0, row.levels);
  const outcomes = row.levels.map(({ location, quantities }) =>
    writeLevel(writing, variant.inventoryItemId, location, quantities),
  );
  return outcomes.includes('imported') ? 'imported' : 'unchanged';
}

function writeLevel(writing: Writing, item: ShopifyId, name: string, quantities: Quantities | null): Outcome {
  const { target, records, importId, at } = writing;
  const location = locationId(name);
  const fingerprint = records.fingerprint([location, quantities]);
  const own = records.claimOf('level', item, location, importId);
  if (own) return again(own, fingerprint);
  records.claim('level', item, location, { import: importId, fingerprint, version: at });
  records.dropLevel(item, locationId(UNNAMED_LOCATION));
  if (quantities === null) records.dropLevel(item, location);
  else {
    writeLocation(writing, name);
    target.catalog.levels(item, [{ locationId: location, ...quantities, updatedAt: at }]);
  }
  return 'imported';
}

function writeCustomer(writing: Writing, row: CustomerRecord): Outcome {
  const { target, records, importId, at } = writing;
  if (writing.forgotten.hasId(row.id) || (row.person && writing.forgotten.hasPerson(row.person)))
    throw new NoPlace('this customer was deleted for good');
  if (writing.connected) {
    if (records.versionOf('customer', row.id) === null) throw new NoPlace(NOT_OF_THE_SHOP.customer);
    return seen(writing, 'customer', row.id, 0, row.id);
  }
  const fingerprint = records.fingerprint({ ...row, updatedAt: 0 });
  const own = records.claimOf('customer', row.id, 0, importId);
  if (own) return again(own, fingerprint);
  const newest = records.newestClaim('customer', row.id);
  const same = records.versionOf('customer', row.id) !== null && newest?.fingerprint.equals(fingerprint);
  records.claim('customer', row.id, 0, { import: importId, fingerprint, version: at });
  if (same) return 'unchanged';
  target.customers.write(sealCustomer(row, target.keys));
  if (row.person?.email) records.giveOrders(row.id, emailIndex(target.keys, row.person.email));
  return 'imported';
}

/** An order by its id, or else its name: the mirror's stays unless a file wrote it and this one is not older. */
function writeOrder(writing: Writing, { order: read, detail }: FoundOrder): Outcome {
  const { forgotten, orders, records, importId } = writing;
  orders.settle(read.id, read.name);
  const known = records.orderOf(read);
  const person = read.person && forgotten.hasPerson(read.person) ? null : read.person;
  const order = { ...read, id: known ?? read.id, person };
  const fingerprint = records.openFingerprint(contentOf(order, detail));
  const own = records.claimOf('order', order.id, 0, importId);
  if (own) return again(own, fingerprint);
  const version = known === null ? null : records.versionOf('order', known);
  if (known !== null) {
    const newest = records.newestClaim('order', known);
    const isOfFile = newest !== null && newest.version === version;
    if (isOfFile && newest.fingerprint.equals(fingerprint)) {
      records.claim('order', order.id, 0, { import: importId, fingerprint, version });
      return 'unchanged';
    }
    if (!isOfFile || order.updatedAt < version!) {
      records.claim('order', order.id, 0, { import: importId, fingerprint, version: null });
      return 'merged';
    }
  }
  records.claim('order', order.id, 0, { import: importId, fingerprint, version: order.updatedAt });
  const isNew = known === null;
  orders.add(
    order,
    detail || !isNew ? { ...(detail ?? noDetail(order.updatedAt)), orderId: order.id } : null,
  );
  return 'imported';
}

/**
 * What a file says of an order: without its people, of whom nothing may be left once they are deleted, and without
 * what depends on the rest of the mirror.
 */
function contentOf(order: OrderRecord, detail: FoundOrder['detail']): unknown {
  const { id: _, person: _person, customerId: _customer, lines, ...rest } = order;
  return [
    Object.values(rest),
    lines.map((line) => [
      line.title,
      line.sku,
      line.vendor,
      line.quantity,
      line.unitPrice,
      line.discount,
      line.tax,
    ]),
    detail?.refunds,
  ];
}

/** Takes the place of what an older file said. */
function noDetail(updatedAt: EpochMs) {
  return { updatedAt, refunds: [], returns: [], edits: [], originalQuantities: [] };
}

/** This very file brought it, a moment ago or when it was imported before. */
function again(own: Claim, fingerprint: Buffer): Outcome {
  if (own.fingerprint.equals(fingerprint)) return 'unchanged';
  throw new NoPlace('an earlier row of this file says otherwise of the same');
}

/** The mirror has it from the shop: merged the first time that this file says so, unchanged afterwards. */
function seen(
  { records, importId }: Writing,
  kind: ImportedKind,
  id: ShopifyId,
  part: number,
  content: unknown,
): Outcome {
  const known = records.claimOf(kind, id, part, importId) !== null;
  if (known) return 'unchanged';
  const fingerprint = records.fingerprint(content);
  records.claim(kind, id, part, { import: importId, fingerprint, version: null });
  return 'merged';
}
