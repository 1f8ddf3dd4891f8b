/** Live selling: new orders at a chosen speed, and the webhooks that tell of them. */
import type { SandboxClock } from './clock.ts';
import type { Documents } from './documents.ts';
import type { Stored } from './graphql/values.ts';
import type { Webhooks } from './http/webhooks.ts';
import type { Order, Shop } from './model.ts';
import { sellOrders } from './seed/sell.ts';

const TICK_MS = 1000;

export class LiveSelling {
  readonly #documents: Documents;
  readonly #clock: SandboxClock;
  readonly #webhooks: Webhooks;
  #perMinute: number;
  #timer: NodeJS.Timeout | null = null;
  /** Parts of an order left over from earlier ticks. */
  #owed = 0;
  #turn = 0;

  /** `perMinute` counts the orders of all shops together; 0 sells only when told. */
  constructor(documents: Documents, clock: SandboxClock, webhooks: Webhooks, perMinute: number) {
    this.#documents = documents;
    this.#clock = clock;
    this.#webhooks = webhooks;
    this.#perMinute = perMinute;
  }

  get running(): boolean {
    return this.#timer !== null;
  }

  get perMinute(): number {
    return this.#perMinute;
  }

  resume(perMinute = this.#perMinute): void {
    this.#perMinute = perMinute;
    if (this.#timer || this.#perMinute <= 0) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  pause(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Sells now; the orders are stored and told when this returns. */
  sell(shop: Shop, count: number): Order[] {
    const orders = sellOrders(this.#documents, shop, count, this.#clock.now());
    const variants = new Set<string>();
    for (const order of orders) {
      this.#webhooks.changed(shop, 'Order', order as unknown as Stored, true);
      for (const { variant } of order.lineItems) if (variant) variants.add(variant.id);
    }
    for (const id of variants) this.#tellStock(shop, id);
    return orders;
  }

  #tellStock(shop: Shop, variantId: string): void {
    const variant = this.#documents.get(shop.domain, 'ProductVariant', variantId);
    const item = variant && this.#documents.get(shop.domain, 'InventoryItem', variant.inventoryItem.id);
    if (!item?.tracked) return;
    for (const level of item.inventoryLevels) this.#webhooks.levelChanged(shop, item.id, level);
  }

  #tick(): void {
    this.#owed += (this.#perMinute * TICK_MS) / 60_000;
    const shops = this.#documents.shops();
    for (; this.#owed >= 1 && shops.length > 0; this.#owed -= 1)
      this.sell(shops[this.#turn++ % shops.length]!, 1);
  }
}
