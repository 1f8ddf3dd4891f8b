/** Which records of the mirror came from which imported file: claims, and taking back what nobody else claims. */
import { createHmac, hash } from 'node:crypto';
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { BulkTarget } from './mirror.ts';

export type ImportedKind = 'product' | 'location' | 'level' | 'order' | 'customer';

export interface Claim {
  import: number;
  fingerprint: Buffer;
  /** `updated_at` as it was written; null where nothing was. */
  version: EpochMs | null;
}

/** A variant as an import looks for it. */
interface KnownVariant {
  variantId: ShopifyId;
  productId: ShopifyId;
  inventoryItemId: ShopifyId;
  sku: string | null;
  options: string[];
}

export interface Imported {
  /** The import of a file with these very bytes, or null. */
  fileOf(digest: string): number | null;
  addFile(importId: number, digest: string): void;
  /** Of this import, or of the newest that wrote it or saw it. */
  claimOf(kind: ImportedKind, id: ShopifyId, part: number, importId: number): Claim | null;
  newestClaim(kind: ImportedKind, id: ShopifyId): (Claim & { part: number }) | null;
  /** Whether any import wrote or saw it. */
  isClaimed(kind: ImportedKind, id: ShopifyId, part: number): boolean;
  claim(kind: ImportedKind, id: ShopifyId, part: number, claim: Claim): void;
  /** Keyed by the store, so that nobody can guess a person and compare. */
  fingerprint(content: unknown): Buffer;
  /** Several times as fast: of what holds nobody. */
  openFingerprint(content: unknown): Buffer;
  /** Random to whoever has no key of the store. */
  blind(text: string): Buffer;
  /** `updated_at` of a row, null where there is none. */
  versionOf(kind: 'product' | 'order' | 'customer' | 'location', id: ShopifyId): EpochMs | null;
  /** Of an order, by its id or else its name. */
  forgetBuyer(order: { id: ShopifyId | null; name: string }): void;
  hasCustomers(): boolean;
  /** The mirror's own of an order: by its id, or by its name where either was named without an id. */
  orderOf(order: { id: ShopifyId; name: string }): ShopifyId | null;
  variantsOf(handle: string): KnownVariant[];
  /** Variants with their products' titles, in pieces: for finding what a line of an order was of. */
  variantNames(
    after: ShopifyId | null,
    limit: number,
  ): {
    variantId: ShopifyId;
    productId: ShopifyId;
    sku: string | null;
    productTitle: string;
    title: string;
    /** 1 where it is a gift card, which is no sale. */
    isGiftCard: number;
  }[];
  /** The newest of the catalogue, by its id; null where there is none. */
  newestVariant(): ShopifyId | null;
  /** Orders as a file wrote them, ascending, in pieces. */
  ordersOfFiles(after: ShopifyId | null, limit: number): ShopifyId[];
  /** Of an order: those whose variant is not known, or is no more. */
  linesWithoutVariant(
    orderId: ShopifyId,
  ): { orderId: ShopifyId; lineId: ShopifyId; title: string; sku: string | null }[];
  /** Orders that a file brought under the e-mail address of a customer who came later become theirs. */
  giveOrders(customerId: ShopifyId, emailIndex: Buffer): void;
  levelIsOfFile(itemId: ShopifyId): boolean;
  dropLevel(itemId: ShopifyId, locationId: ShopifyId): void;
  /** The newest `updated_at` that an import wrote. */
  newestVersion(): EpochMs;
  /** Whether another import claims something of this one, or its records can't be told from what others need. */
  isEntangled(importId: number): boolean;
  /** Takes back up to `limit` records of one import, or of all; returns how many claims were looked at. */
  takeBack(importId: number | null, limit: number): number;
  /** Forgets which files were imported: all of them, or one. */
  forgetFiles(importId: number | null): void;
}

const TABLES = {
  product: 'products',
  order: 'orders',
  customer: 'customers',
  location: 'locations',
} as const;

export function importedRecords(target: BulkTarget): Imported {
  const { catalog, customers, db, keys, orders } = target;
  const sql = {
    fileOf: db.prepare('SELECT import FROM imported_files WHERE digest = ?').pluck(),
    addFile: db.prepare('INSERT INTO imported_files VALUES (?, ?)'),
    claimOf: db.prepare(
      'SELECT import, fingerprint, version FROM imported WHERE kind = ? AND id = ? AND part = ? AND import = ?',
    ),
    newest: db.prepare(
      `SELECT part, import, fingerprint, version FROM imported WHERE kind = ? AND id = ?
       ORDER BY import DESC LIMIT 1`,
    ),
    isClaimed: db.prepare('SELECT 1 FROM imported WHERE kind = ? AND id = ? AND part = ? LIMIT 1').pluck(),
    claim: db.prepare('REPLACE INTO imported VALUES (?, ?, ?, ?, ?, ?)'),
    ordersByName: db.prepare('SELECT id FROM orders WHERE name = ?').pluck(),
    dropBuyer: db.prepare('DELETE FROM order_people WHERE order_id = ?'),
    anyCustomer: db.prepare('SELECT 1 FROM customers LIMIT 1').pluck(),
    // Several orders of a shop may be called the same: those that came from another platform, say.
    orderByName: db
      .prepare<[string, ShopifyId], ShopifyId>(
        'SELECT id FROM orders WHERE name = ? AND (id < 0 OR ? < 0) ORDER BY id DESC LIMIT 1',
      )
      .pluck(),
    anyWithoutId: db.prepare('SELECT 1 FROM orders WHERE id < 0 LIMIT 1').pluck(),
    variants: db.prepare(
      `SELECT v.id AS variantId, v.product_id AS productId, v.inventory_item_id AS inventoryItemId, v.sku, v.options
       FROM products p JOIN variants v ON v.product_id = p.id WHERE p.id = ?`,
    ),
    productByHandle: db.prepare('SELECT id FROM products WHERE handle = ? ORDER BY id DESC LIMIT 1').pluck(),
    names: db.prepare(
      `SELECT v.id AS variantId, v.product_id AS productId, v.sku, v.title, p.title AS productTitle,
         p.is_gift_card AS isGiftCard
       FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id > ? ORDER BY v.id LIMIT ?`,
    ),
    newestVariant: db.prepare<[], ShopifyId | null>('SELECT max(id) FROM variants').pluck(),
    ordersOfFiles: db
      .prepare<[ShopifyId, number], ShopifyId>(
        `SELECT DISTINCT i.id FROM imported i CROSS JOIN orders o ON o.id = i.id AND o.updated_at = i.version
         WHERE i.kind = 'order' AND i.id > ? ORDER BY i.id LIMIT ?`,
      )
      .pluck(),
    linesWithoutVariant: db.prepare(
      `SELECT l.order_id AS orderId, l.id AS lineId, t.title, nullif(t.sku, '') AS sku
       FROM order_lines l JOIN line_texts t ON t.id = l.text_id
       WHERE l.order_id = ? AND NOT EXISTS (SELECT 1 FROM variants v WHERE v.id = l.variant_id)`,
    ),
    orderClaim: db
      .prepare("SELECT 1 FROM imported WHERE kind = 'order' AND id = ? AND version IS NOT NULL LIMIT 1")
      .pluck(),
    guestsOf: db.prepare('SELECT order_id FROM order_people WHERE email_index = ?').pluck(),
    setCustomer: db.prepare('UPDATE orders SET customer_id = ? WHERE id = ?'),
    dropEmail: db.prepare('UPDATE order_people SET email_index = NULL WHERE order_id = ?'),
    levelClaim: db
      .prepare("SELECT 1 FROM imported WHERE kind = 'level' AND id = ? AND version IS NOT NULL LIMIT 1")
      .pluck(),
    dropLevel: db.prepare('DELETE FROM inventory_levels WHERE item_id = ? AND location_id = ?'),
    dropLocation: db.prepare('DELETE FROM locations WHERE id = ?'),
    newestVersion: db.prepare('SELECT max(version) FROM imported').pluck(),
    otherThanOrders: db
      .prepare("SELECT 1 FROM imported WHERE import = ? AND kind <> 'order' AND version IS NOT NULL LIMIT 1")
      .pluck(),
    shared: db
      .prepare(
        `SELECT 1 FROM imported a JOIN imported b ON b.kind = a.kind AND b.id = a.id AND b.import <> a.import
         WHERE a.import = ? AND a.version IS NOT NULL AND b.version IS NOT NULL LIMIT 1`,
      )
      .pluck(),
    claims: db.prepare(
      `SELECT kind, id, part, import, version FROM imported WHERE import = coalesce(?, import) LIMIT ?`,
    ),
    dropClaim: db.prepare('DELETE FROM imported WHERE kind = ? AND id = ? AND part = ? AND import = ?'),
    forget: db.prepare('DELETE FROM imported_files WHERE import = coalesce(?, import)'),
  };
  const versions = Object.fromEntries(
    Object.entries(TABLES).map(([kind, table]) => [
      kind,
      db.prepare(`SELECT updated_at FROM ${table} WHERE id = ?`).pluck(),
    ]),
  ) as unknown as Record<keyof typeof TABLES, { get(id: number): unknown }>;
  const blind = (text: string): Buffer => createHmac('sha256', keys.index).update(text).digest();

  const removers: Record<ImportedKind, (id: ShopifyId, part: number, version: EpochMs) => void> = {
    product: (id) => catalog.removeProduct(id),
    location: (id) => sql.dropLocation.run(id),
    level: (id, part) => sql.dropLevel.run(id, part),
    // Written again since by a sync: then it is the shop's.
    order: (id, _, version) => {
      if (versions.order.get(id) === version) orders.remove(id);
    },
    customer: (id) => customers.remove(id),
  };

  return {
    fileOf: (digest) => (sql.fileOf.get(digest) as number | undefined) ?? null,
    addFile: (importId, digest) => sql.addFile.run(importId, digest),
    claimOf: (kind, id, part, importId) =>
      (sql.claimOf.get(kind, id, part, importId) as Claim | undefined) ?? null,
    newestClaim: (kind, id) => (sql.newest.get(kind, id) as (Claim & { part: number }) | undefined) ?? null,
    isClaimed: (kind, id, part) => sql.isClaimed.get(kind, id, part) !== undefined,
    claim: (kind, id, part, { import: importId, fingerprint, version }) =>
      sql.claim.run(kind, id, part, importId, fingerprint, version),
    fingerprint: (content) => blind(JSON.stringify(content)).subarray(0, 16),
    openFingerprint: (content) => hash('sha256', JSON.stringify(content), 'buffer').subarray(0, 16),
    blind,
    versionOf: (kind, id) => (versions[kind].get(id) as EpochMs | undefined) ?? null,
    forgetBuyer({ id, name }) {
      if (id !== null) sql.dropBuyer.run(id);
      for (const other of sql.ordersByName.all(name)) sql.dropBuyer.run(other);
    },
    hasCustomers: () => sql.anyCustomer.get() !== undefined,
    orderOf({ id, name }) {
      if (versions.order.get(id) !== undefined) return id;
      // Among orders that all have ids, a name says nothing.
      if (id > 0 && sql.anyWithoutId.get() === undefined) return null;
      return sql.orderByName.get(name, id) ?? null;
    },
    variantsOf(handle) {
      const product = sql.productByHandle.get(handle) as ShopifyId | undefined;
      if (product === undefined) return [];
      const rows = sql.variants.all(product) as (Omit<KnownVariant, 'options'> & {
        options: string | null;
      })[];
      return rows.map((row) => ({
        ...row,
        options: (JSON.parse(row.options ?? '[]') as { value: string }[]).map(({ value }) => value),
      }));
    },
    variantNames: (after, limit) =>
      sql.names.all(after ?? Number.MIN_SAFE_INTEGER, limit) as ReturnType<Imported['variantNames']>,
    newestVariant: () => sql.newestVariant.get() ?? null,
    ordersOfFiles: (after, limit) => sql.ordersOfFiles.all(after ?? Number.MIN_SAFE_INTEGER, limit),
    linesWithoutVariant: (orderId) =>
      sql.linesWithoutVariant.all(orderId) as ReturnType<Imported['linesWithoutVariant']>,
    giveOrders(customerId, index) {
      for (const orderId of sql.guestsOf.all(index) as ShopifyId[]) {
        if (sql.orderClaim.get(orderId) === undefined) continue;
        sql.setCustomer.run(customerId, orderId);
        sql.dropEmail.run(orderId);
      }
    },
    levelIsOfFile: (itemId) => sql.levelClaim.get(itemId) !== undefined,
    dropLevel: (itemId, locationId) => sql.dropLevel.run(itemId, locationId),
    newestVersion: () => (sql.newestVersion.get() as number | null) ?? 0,
    isEntangled: (importId) =>
      sql.otherThanOrders.get(importId) !== undefined || sql.shared.get(importId) !== undefined,
    takeBack(importId, limit) {
      const claims = sql.claims.all(importId, limit) as {
        kind: ImportedKind;
        id: ShopifyId;
        part: number;
        import: number;
        version: EpochMs | null;
      }[];
      for (const { kind, id, part, import: owner, version } of claims) {
        if (version !== null) removers[kind](id, part, version);
        sql.dropClaim.run(kind, id, part, owner);
      }
      return claims.length;
    },
    forgetFiles: (importId) => sql.forget.run(importId),
  };
}
