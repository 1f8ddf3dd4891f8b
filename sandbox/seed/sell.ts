/** Goes on selling in a seeded store: new orders from what it has, stock taken down, one order at a time. */
import type { Documents } from '../documents.ts';
import type { InventoryItem, Order, Product, ProductVariant, Shop } from '../model.ts';
import { fulfil } from './after-sale.ts';
import { iso } from './clock.ts';
import { digitsOf, minorOf, share } from './money.ts';
import { buyerOf } from './people.ts';
import { Random } from './random.ts';
import { STORES } from './shops.ts';
import { type SaleLine, Till } from './till.ts';

const DAY_MS = 86_400_000;

/**
 * Sells up to `count` orders at `now` (epoch milliseconds) to guests, and returns those stored: fewer where nothing
 * can be sold. Same store and time, same orders. Stock, items and orders change in one transaction.
 */
export function sellOrders(documents: Documents, shop: Shop, count: number, now: number): Order[] {
  const plan = Object.values(STORES).find(({ name }) => name === shop.storeId);
  const taxRate = plan?.taxRate ?? 0;
  const till = new Till(documents, shop);
  return documents.transaction(() => {
    const sold: Order[] = [];
    const products = [
      ...documents.iterate(shop.domain, 'Product', { where: ({ status }) => status === 'ACTIVE' }),
    ];
    const location = documents.page(shop.domain, 'Location', { limit: 1 }).nodes[0];
    if (products.length === 0 || !location) return sold;
    for (let i = 0; i < count; i++) {
      const number = documents.nextId(shop.domain, 'OrderNumber') % 1_000_000_000_000;
      const random = new Random(number, `live ${shop.domain} ${now}`);
      const lines: SaleLine[] = [];
      for (let wishes = 1 + random.poisson(0.8), tries = 0; wishes > 0 && tries < 20; tries++) {
        const line = takeLine(documents, shop, random, products, taxRate, now);
        if (!line) continue;
        lines.push(line);
        wishes -= 1;
      }
      if (lines.length === 0) continue;
      const buyer = buyerOf(-number - 1_000_000, shop.storeId, plan?.country ?? 'GB');
      const order = till.ring({
        name: `#L${number}`,
        at: now,
        lines,
        shipping: null,
        taxTitle: plan?.taxTitle ?? 'Tax',
        tip: 0,
        presentment: null,
        customer: null,
        email: buyer.email,
        phone: buyer.phone,
        address: buyer.address,
        discountCodes: [],
        tags: [],
        sourceName: 'web',
        test: false,
        risk: { recommendation: 'ACCEPT', assessments: [] },
        gateway: 'shopify_payments',
        paid: true,
        fee: share(
          lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0),
          2,
          100,
        ),
      });
      documents.put(
        shop.domain,
        'FulfillmentOrder',
        fulfil(till, order, location.id, now + 3 * DAY_MS, null),
      );
      documents.put(shop.domain, 'Order', order);
      sold.push(order);
    }
    return sold;
  });
}

/** One line of a product that is there, its stock taken down; null where the draw can't be sold. */
function takeLine(
  documents: Documents,
  shop: Shop,
  random: Random,
  products: readonly Product[],
  taxRate: number,
  now: number,
): SaleLine | null {
  const product = random.pick(products);
  const variant = documents.get(shop.domain, 'ProductVariant', random.pick(product.variantIds));
  if (!variant) return null;
  const quantity = random.chance(0.8) ? 1 : 2;
  if (!takeStock(documents, shop, variant, quantity, now)) return null;
  return {
    title: product.title,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    product: { id: product.id },
    variant: { id: variant.id },
    quantity,
    unitPrice: minorOf(variant.price, digitsOf(shop.currency)),
    discounts: [],
    taxRate: product.isGiftCard ? 0 : taxRate,
    giftCard: product.isGiftCard,
    requiresShipping: !product.isGiftCard,
    duty: 0,
  };
}

/** Commits the units where they are; false, and nothing changed, where there are too few. */
function takeStock(
  documents: Documents,
  shop: Shop,
  variant: ProductVariant,
  units: number,
  now: number,
): boolean {
  const wanted: { item: InventoryItem; units: number; oversell: boolean }[] = [];
  const parts = variant.requiresComponents
    ? variant.productVariantComponents.map((part) => ({
        variant: documents.get(shop.domain, 'ProductVariant', part.productVariant.id),
        units: part.quantity * units,
      }))
    : [{ variant, units }];
  for (const part of parts) {
    const item = part.variant && documents.get(shop.domain, 'InventoryItem', part.variant.inventoryItem.id);
    if (!item || !part.variant) return false;
    if (!item.tracked) continue;
    const oversell = part.variant.inventoryPolicy === 'CONTINUE';
    const most = Math.max(...item.inventoryLevels.map(({ quantities }) => quantities.available));
    if (most < part.units && !oversell) return false;
    wanted.push({ item, units: part.units, oversell });
  }
  for (const { item, units: taken } of wanted) {
    const level = item.inventoryLevels.reduce((a, b) =>
      b.quantities.available > a.quantities.available ? b : a,
    );
    level.quantities.available -= taken;
    level.quantities.committed += taken;
    level.updatedAt = iso(now);
    item.updatedAt = iso(now);
    documents.put(shop.domain, 'InventoryItem', item);
  }
  return true;
}
