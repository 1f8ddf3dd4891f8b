/** Live selling: new orders at a chosen speed, and the webhooks that tell of them. */
import type { SandboxClock } from './clock.ts';
import type { Documents } from './documents.ts';
import type { Stored } from './fields.ts';
import type { Order, Shop } from './model.ts';
import type { Webhooks } from './webhooks.ts';

/** Sells so many orders at a time of day and stores them. */
export type Sell = (documents: Documents, domain: string, count: number, now: number) => Order[];

const TICK_MS = 1000;

export class LiveSelling {
  readonly #documents: Documents;
  readonly #clock: SandboxClock;
  readonly #webhooks: Webhooks;
  readonly #sell: Sell;
  #perMinute: number;
  #timer: NodeJS.Timeout | null = null;
  /** Parts of an order left over from earlier ticks. */
  #owed = 0;
  #turn = 0;

  /** `perMinute` counts the orders of all shops together; 0 sells only when told. */
  constructor(documents: Documents, clock: SandboxClock, webhooks: Webhooks, sell: Sell, perMinute: number) {
    this.#documents = documents;
    this.#clock = clock;
    this.#webhooks = webhooks;
    this.#sell = sell;
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
    const orders = this.#sell(this.#documents, shop.domain, count, this.#clock.now());
    for (const order of orders) this.#webhooks.changed(shop, 'Order', order as unknown as Stored, true);
    return orders;
  }

  #tick(): void {
    this.#owed += (this.#perMinute * TICK_MS) / 60_000;
    const shops = this.#documents.shops();
    for (; this.#owed >= 1 && shops.length > 0; this.#owed -= 1)
      this.sell(shops[this.#turn++ % shops.length]!, 1);
  }
}
