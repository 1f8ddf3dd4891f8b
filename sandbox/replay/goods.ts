/** The catalogue that transactions imply: a product with one variant for each stock code, and its present stock. */
import type { Documents } from '../documents.ts';
import {
  gid,
  type InventoryItem,
  type Location,
  type Product,
  type ProductVariant,
  type Shop,
} from '../model.ts';
import { DAY_MS, iso } from '../seed/clock.ts';
import { levelsOf } from '../seed/levels.ts';
import { decimal, fixed } from '../seed/money.ts';
import { hash } from '../seed/random.ts';
import { isGiftCard } from './kinds.ts';

const VENDORS = [
  'Ashdown Ceramics',
  'Bellweather Imports',
  'Crake & Daughters',
  'Dovecote Trading',
  'Eastgate Paper',
  'Fernhill Tin',
  'Gantry Glass',
  'Hallam Textiles',
  'Ivybridge Candle Works',
  'Juniper Toys',
  'Kestrel Wire',
  'Larkrise Wood',
];
const RECENT_DAYS = 28;
/** Unsold for so long, a product counts as discontinued. */
const DISCONTINUED_DAYS = 120;

export interface Good {
  code: string;
  product: string;
  variant: string;
  title: string;
  price: number;
  firstAt: number;
  lastAt: number;
  /** Net units of the last 28 days. */
  recent: number;
  committed: number;
}

export class Goods {
  readonly #documents: Documents;
  readonly #shop: Shop;
  readonly #endAt: number;
  readonly #goods = new Map<string, Good>();

  constructor(documents: Documents, shop: Shop, endAt: number) {
    this.#documents = documents;
    this.#shop = shop;
    this.#endAt = endAt;
  }

  get size(): number {
    return this.#goods.size;
  }

  /** The good of a stock code, made where it is new. A priced line names it and sets its price. */
  of(code: string, description: string, price: number, at: number): Good {
    let good = this.#goods.get(code);
    if (!good) {
      const { domain } = this.#shop;
      good = {
        code,
        product: gid('Product', this.#documents.nextId(domain, 'Product')),
        variant: gid('ProductVariant', this.#documents.nextId(domain, 'ProductVariant')),
        title: description,
        price,
        firstAt: at,
        lastAt: at,
        recent: 0,
        committed: 0,
      };
      this.#goods.set(code, good);
    }
    if (price > 0) {
      good.price = price;
      if (description) good.title = description;
    } else if (!good.title) good.title = description;
    if (at < good.firstAt) good.firstAt = at;
    return good;
  }

  sold(good: Good, units: number, at: number): void {
    if (at > good.lastAt) good.lastAt = at;
    if (at > this.#endAt - RECENT_DAYS * DAY_MS) good.recent += units;
  }

  /**
   * Stock is not in the transactions. Each good gets what its recent sales last for three days to ten weeks, told
   * by its code, so that some are running out and some are plentiful; one in twenty is out of stock.
   */
  store(locations: readonly Location[]): void {
    const { domain } = this.#shop;
    this.#documents.transaction(() => {
      for (const good of this.#goods.values()) {
        const { product, variant, item } = this.#documentsOf(good, locations);
        this.#documents.put(domain, 'Product', product);
        this.#documents.put(domain, 'ProductVariant', variant);
        this.#documents.put(domain, 'InventoryItem', item);
      }
    });
  }

  #documentsOf(
    good: Good,
    locations: readonly Location[],
  ): { product: Product; variant: ProductVariant; item: InventoryItem } {
    const h = hash(good.code) >>> 0;
    const gift = isGiftCard(good.code);
    const created = iso(good.firstAt - 30 * DAY_MS);
    const updated = iso(good.lastAt);
    const end = iso(this.#endAt);
    const coverDays = h % 20 === 0 ? 0 : 3 + ((h >>> 5) % 68);
    const cost =
      h % 9 === 0 || gift ? null : Math.max(1, Math.round(good.price * (0.35 + ((h >>> 12) % 25) / 100)));
    const { currency, domain } = this.#shop;
    const item: InventoryItem = {
      id: gid('InventoryItem', this.#documents.nextId(domain, 'InventoryItem')),
      variant: { id: good.variant },
      sku: good.code,
      tracked: !gift,
      requiresShipping: !gift,
      unitCost: cost === null ? null : { amount: decimal(cost, 2), currencyCode: currency },
      createdAt: created,
      updatedAt: end,
      inventoryLevels: [],
    };
    const available = gift
      ? 0
      : Math.max(0, Math.round((Math.max(0, good.recent) / RECENT_DAYS) * coverDays));
    item.inventoryLevels = levelsOf(
      item.id,
      locations,
      { available, committed: good.committed, incoming: 0 },
      end,
    );
    return {
      item,
      product: {
        id: good.product,
        title: gift ? `Gift voucher ${good.code.slice(-2)}` : good.title || good.code,
        handle: good.code.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
        vendor: VENDORS[(hash(good.code.slice(0, 3)) >>> 0) % VENDORS.length]!,
        productType: gift ? 'Gift card' : 'Giftware',
        status: good.lastAt < this.#endAt - DISCONTINUED_DAYS * DAY_MS ? 'ARCHIVED' : 'ACTIVE',
        tags: [],
        isGiftCard: gift,
        createdAt: created,
        updatedAt: updated,
        publishedAt: created,
        variantIds: [good.variant],
      },
      variant: {
        id: good.variant,
        product: { id: good.product },
        inventoryItem: { id: item.id },
        title: 'Default Title',
        sku: good.code,
        barcode: null,
        price: fixed(good.price, 2),
        compareAtPrice: null,
        position: 1,
        inventoryPolicy: 'DENY',
        taxable: !gift,
        requiresComponents: false,
        createdAt: created,
        updatedAt: updated,
        selectedOptions: [{ name: 'Title', value: 'Default Title' }],
        productVariantComponents: [],
      },
    };
  }
}
