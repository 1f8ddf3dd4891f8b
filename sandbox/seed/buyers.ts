/** The customers of a store while it is seeded: who they are, what they spent; stored at the end. */
import type { Documents } from '../documents.ts';
import { type Customer, gid, type Shop } from '../model.ts';
import { iso } from './clock.ts';
import { Pen } from './money.ts';
import { buyerOf } from './people.ts';
import type { Random } from './random.ts';

const BATCH = 2000;

/** What a customer did; instants in epoch milliseconds, `spent` in minor units. */
export interface BuyerRecord {
  id: number;
  country: string;
  first: number;
  last: number;
  orders: number;
  spent: number;
}

export class Buyers {
  readonly #documents: Documents;
  readonly #shop: Shop;
  readonly #records: BuyerRecord[] = [];

  constructor(documents: Documents, shop: Shop) {
    this.#documents = documents;
    this.#shop = shop;
  }

  /** The number of a customer to buy now: one who bought before, or a new one. */
  choose(random: Random, country: string, at: number): number {
    if (this.#records.length > 0 && random.chance(0.45)) {
      const index = random.int(0, this.#records.length - 1);
      if (this.#records[index]!.country === country) return index;
    }
    const id = this.#documents.nextId(this.#shop.domain, 'Customer');
    this.#records.push({ id, country, first: at, last: at, orders: 0, spent: 0 });
    return this.#records.length - 1;
  }

  /** The gid of a customer's number. */
  gidOf(index: number): string {
    return gid('Customer', this.#records[index]!.id);
  }

  count(index: number, at: number, spent: number): void {
    const record = this.#records[index]!;
    record.orders += 1;
    record.spent += spent;
    if (at > record.last) record.last = at;
  }

  store(random: Random): void {
    const { domain } = this.#shop;
    let batch: Customer[] = [];
    for (const [index, record] of this.#records.entries()) {
      batch.push(customerOf(record, index, this.#shop, random));
      if (batch.length === BATCH) {
        this.#documents.putMany(domain, 'Customer', batch);
        batch = [];
      }
    }
    this.#documents.putMany(domain, 'Customer', batch);
  }
}

/** The customer's document. `index` is who it is, for buyerOf. */
export function customerOf(record: BuyerRecord, index: number, shop: Shop, random: Random): Customer {
  const buyer = buyerOf(index, shop.storeId, record.country);
  const consent = random.pick([
    'SUBSCRIBED',
    'SUBSCRIBED',
    'NOT_SUBSCRIBED',
    'UNSUBSCRIBED',
    'PENDING',
  ] as const);
  return {
    id: gid('Customer', record.id),
    firstName: buyer.address.firstName,
    lastName: buyer.address.lastName,
    state: random.chance(0.3) ? 'ENABLED' : 'DISABLED',
    tags: record.orders > 4 ? ['regular'] : [],
    numberOfOrders: String(record.orders),
    createdAt: iso(record.first),
    updatedAt: iso(record.last),
    amountSpent: new Pen(shop.currency).money(record.spent),
    defaultEmailAddress: {
      emailAddress: buyer.email,
      marketingState: consent,
      marketingUpdatedAt: consent === 'NOT_SUBSCRIBED' ? null : iso(record.first),
    },
    defaultPhoneNumber: buyer.phone
      ? {
          phoneNumber: buyer.phone,
          smsMarketingConsent: { state: random.chance(0.4) ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED' },
        }
      : null,
    defaultAddress: buyer.address,
  };
}
