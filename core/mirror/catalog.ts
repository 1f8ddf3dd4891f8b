/** Writes products, variants, bundles, costs, locations and stock into the mirror. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Database } from '../sqlite/open.ts';
import { vendorsMatter } from './own-costs.ts';
import type { InventoryItemRecord, LocationRecord, ProductRecord, VariantRecord } from './records.ts';
import type { RollUps } from './roll-ups.ts';

export interface CatalogWriter {
  /** `whole`: the product comes with all its variants, so others it had are dropped. */
  product(row: ProductRecord, whole: boolean): void;
  /** A variant of a product written before. */
  variant(row: VariantRecord, whole: boolean): void;
  components(variantId: ShopifyId, components: VariantRecord['components'], whole: boolean): void;
  hasVariant(id: ShopifyId): boolean;
  hasItem(id: ShopifyId): boolean;
  location(row: LocationRecord): void;
  /** `whole`: the item comes with all its levels. */
  inventory(row: InventoryItemRecord, whole: boolean): void;
  levels(itemId: ShopifyId, levels: InventoryItemRecord['levels']): void;
  removeProduct(id: ShopifyId): void;
  removeVariant(id: ShopifyId): void;
}

const flag = (value: boolean): number => (value ? 1 : 0);
const list = (values: readonly unknown[]): string | null =>
  values.length === 0 ? null : JSON.stringify(values);

export function catalogWriter(db: Database, rollUps: RollUps): CatalogWriter {
  const upsert = (table: string, columns: string[], key = 1) => {
    const keys = columns.slice(0, key);
    const rest = columns.slice(key);
    return db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${rest.map((c) => `${c} = excluded.${c}`).join(', ')}
       WHERE excluded.updated_at >= ${table}.updated_at`,
    );
  };
  const exists = (table: string) => {
    const statement = db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).pluck();
    return (id: ShopifyId): boolean => statement.get(id) !== undefined;
  };
  const sql = {
    product: upsert('products', [
      'id',
      'title',
      'handle',
      'vendor',
      'product_type',
      'status',
      'tags',
      'is_gift_card',
      'created_at',
      'updated_at',
      'published_at',
    ]),
    variant: upsert('variants', [
      'id',
      'product_id',
      'inventory_item_id',
      'title',
      'sku',
      'barcode',
      'price',
      'compare_at_price',
      'position',
      'inventory_policy',
      'taxable',
      'requires_components',
      'requires_shipping',
      'options',
      'created_at',
      'updated_at',
    ]),
    item: upsert('inventory_items', ['id', 'tracked', 'unit_cost', 'updated_at']),
    level: upsert(
      'inventory_levels',
      ['item_id', 'location_id', 'available', 'on_hand', 'committed', 'incoming', 'updated_at'],
      2,
    ),
    location: upsert('locations', [
      'id',
      'name',
      'is_active',
      'fulfills_online',
      'country_code',
      'updated_at',
    ]),
    variantsOf: db.prepare('SELECT id FROM variants WHERE product_id = ?').pluck(),
    levelsOf: db.prepare('SELECT location_id FROM inventory_levels WHERE item_id = ?').pluck(),
    component: db.prepare('REPLACE INTO components VALUES (?, ?, ?)'),
    dropComponents: db.prepare('DELETE FROM components WHERE variant_id = ?'),
    itemOf: db.prepare('SELECT inventory_item_id FROM variants WHERE id = ?').pluck(),
    cost: db.prepare('SELECT unit_cost FROM inventory_items WHERE id = ?').pluck(),
    own: db.prepare('SELECT 1 FROM own_costs WHERE variant_id = ?').pluck(),
    vendor: db.prepare('SELECT vendor FROM products WHERE id = ?').pluck(),
    itemVersion: db.prepare('SELECT updated_at FROM inventory_items WHERE id = ?').pluck(),
    dropItem: db.prepare('DELETE FROM inventory_items WHERE id = ?'),
    dropLevels: db.prepare('DELETE FROM inventory_levels WHERE item_id = ?'),
    dropLevel: db.prepare('DELETE FROM inventory_levels WHERE item_id = ? AND location_id = ?'),
    dropVariant: db.prepare('DELETE FROM variants WHERE id = ?'),
    dropProduct: db.prepare('DELETE FROM products WHERE id = ?'),
  };

  const writeItem = (
    id: ShopifyId,
    item: { tracked: boolean; unitCost: number | null; updatedAt: number },
  ): boolean => {
    const before = sql.cost.get(id) as number | null | undefined;
    const written = sql.item.run(id, flag(item.tracked), item.unitCost, item.updatedAt).changes === 1;
    if (written && (before ?? null) !== item.unitCost) rollUps.touchCosts();
    return written;
  };

  const vendorMatters = vendorsMatter(db);
  const isCosted = (variantId: ShopifyId, itemId: ShopifyId): boolean =>
    sql.cost.get(itemId) !== null || sql.own.get(variantId) !== undefined;

  const writer: CatalogWriter = {
    product(row, whole) {
      const vendorBefore = vendorMatters() ? sql.vendor.get(row.id) : row.vendor;
      const written =
        sql.product.run(
          row.id,
          row.title,
          row.handle,
          row.vendor,
          row.productType,
          row.status,
          list(row.tags),
          flag(row.isGiftCard),
          row.createdAt,
          row.updatedAt,
          row.publishedAt,
        ).changes === 1;
      if (written && vendorBefore !== row.vendor) rollUps.touchCosts();
      // An older payload may still hold variants that were deleted since: it brings none back.
      for (const variant of row.variants)
        if (written || writer.hasVariant(variant.id)) writer.variant(variant, whole);
      if (whole && written) {
        const kept = new Set(row.variants.map((variant) => variant.id));
        for (const id of sql.variantsOf.all(row.id) as ShopifyId[])
          if (!kept.has(id)) writer.removeVariant(id);
      }
    },
    variant(row, whole) {
      const itemBefore = sql.itemOf.get(row.id) as number | undefined;
      const written =
        sql.variant.run(
          row.id,
          row.productId,
          row.inventoryItemId,
          row.title,
          row.sku,
          row.barcode,
          row.price,
          row.compareAtPrice,
          row.position,
          row.inventoryPolicy,
          flag(row.taxable),
          flag(row.requiresComponents),
          flag(row.requiresShipping),
          list(row.options),
          row.createdAt,
          row.updatedAt,
        ).changes === 1;
      if (written) writer.components(row.id, row.components, whole);
      writeItem(row.inventoryItemId, { ...row, updatedAt: row.itemUpdatedAt });
      // A cost may have come with the inventory before the variant told whose it is.
      if (written && itemBefore !== row.inventoryItemId && isCosted(row.id, row.inventoryItemId))
        rollUps.touchCosts();
    },
    components(variantId, components, whole) {
      if (whole) sql.dropComponents.run(variantId);
      for (const component of components)
        sql.component.run(variantId, component.variantId, component.quantity);
    },
    hasVariant: exists('variants'),
    hasItem: exists('inventory_items'),
    location(row) {
      sql.location.run(
        row.id,
        row.name,
        flag(row.isActive),
        flag(row.fulfillsOnlineOrders),
        row.countryCode,
        row.updatedAt,
      );
    },
    inventory(row, whole) {
      const isOlder = ((sql.itemVersion.get(row.id) as number | undefined) ?? 0) > row.updatedAt;
      writeItem(row.id, row);
      writer.levels(row.id, row.levels);
      if (!whole || isOlder) return;
      const kept = new Set(row.levels.map((level) => level.locationId));
      for (const id of sql.levelsOf.all(row.id) as ShopifyId[])
        if (!kept.has(id)) sql.dropLevel.run(row.id, id);
    },
    levels(itemId, levels) {
      for (const level of levels)
        sql.level.run(
          itemId,
          level.locationId,
          level.available,
          level.onHand,
          level.committed,
          level.incoming,
          level.updatedAt,
        );
    },
    removeProduct(id) {
      for (const variant of sql.variantsOf.all(id) as ShopifyId[]) writer.removeVariant(variant);
      sql.dropProduct.run(id);
    },
    removeVariant(id) {
      const item = sql.itemOf.get(id) as number | undefined;
      sql.dropComponents.run(id);
      if (item !== undefined) {
        if (isCosted(id, item)) rollUps.touchCosts();
        sql.dropLevels.run(item);
        sql.dropItem.run(item);
      }
      sql.dropVariant.run(id);
    },
  };
  return writer;
}
