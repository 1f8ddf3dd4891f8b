/** Writes customers with their people sealed, and finds them by blind indexes. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Database } from '../sqlite/open.ts';
import {
  customerTokens,
  emailIndex,
  nameQueryIndex,
  nameTokens,
  openPerson,
  type PeopleKeys,
  personMarks,
  phoneIndex,
  sealPerson,
} from './people.ts';
import type { CustomerRecord, FulfillmentOrderRecord, Person } from './records.ts';

/** A customer as a parsing thread hands it over: person sealed, index values ready. */
export interface SealedCustomer extends Omit<CustomerRecord, 'person'> {
  sealed: Uint8Array | null;
  tokens: Uint8Array[];
}

export function sealCustomer(row: CustomerRecord, keys: PeopleKeys): SealedCustomer {
  const { person, ...rest } = row;
  return {
    ...rest,
    sealed: person ? sealPerson(keys, 'customer', row.id, person) : null,
    tokens: person ? customerTokens(keys, person) : [],
  };
}

export interface CustomerWriter {
  write(row: SealedCustomer): void;
  /** The customer, their person, and the persons of their orders. */
  remove(id: ShopifyId): void;
  /** The persons of orders that have no customer but this e-mail address. */
  removeGuests(emailIndex: Uint8Array): void;
}

export function customerWriter(db: Database): CustomerWriter {
  const sql = {
    upsert: db.prepare(
      `INSERT INTO customers VALUES (${Array(13).fill('?').join(', ')})
       ON CONFLICT (id) DO UPDATE SET (created_at, updated_at, state, tags, orders, spent, country_code,
         province_code, email_consent, email_consent_at, sms_consent, redacted) =
         (excluded.created_at, excluded.updated_at, excluded.state, excluded.tags, excluded.orders, excluded.spent,
         excluded.country_code, excluded.province_code, excluded.email_consent, excluded.email_consent_at,
         excluded.sms_consent, excluded.redacted)
       WHERE excluded.updated_at >= customers.updated_at`,
    ),
    person: db.prepare('REPLACE INTO customer_people VALUES (?, ?)'),
    token: db.prepare('INSERT INTO customer_index VALUES (?, ?) ON CONFLICT DO NOTHING'),
    dropTokens: db.prepare('DELETE FROM customer_index WHERE customer_id = ?'),
    dropPerson: db.prepare('DELETE FROM customer_people WHERE customer_id = ?'),
    drop: db.prepare('DELETE FROM customers WHERE id = ?'),
    dropClaims: db.prepare("DELETE FROM imported WHERE kind = 'customer' AND id = ?"),
    dropGuests: db.prepare('DELETE FROM order_people WHERE email_index = ?'),
    dropOrderPeople: db.prepare(
      'DELETE FROM order_people WHERE order_id IN (SELECT id FROM orders WHERE customer_id = ?)',
    ),
  };
  return {
    write(row) {
      const { changes } = sql.upsert.run(
        row.id,
        row.createdAt,
        row.updatedAt,
        row.state,
        row.tags.length === 0 ? null : JSON.stringify(row.tags),
        row.orders,
        row.spent,
        row.countryCode,
        row.provinceCode,
        row.emailConsent,
        row.emailConsentAt,
        row.smsConsent,
        row.redacted ? 1 : 0,
      );
      if (changes === 0) return;
      sql.dropTokens.run(row.id);
      if (!row.sealed) {
        sql.dropPerson.run(row.id);
        return;
      }
      sql.person.run(row.id, Buffer.from(row.sealed));
      for (const token of row.tokens) sql.token.run(Buffer.from(token), row.id);
    },
    remove(id) {
      for (const statement of [sql.dropTokens, sql.dropPerson, sql.dropOrderPeople, sql.dropClaims, sql.drop])
        statement.run(id);
    },
    removeGuests: (index) => sql.dropGuests.run(index),
  };
}

export interface PeopleFinder {
  orderPerson(orderId: ShopifyId): Person | null;
  customerPerson(customerId: ShopifyId): Person | null;
  findCustomers(query: { email?: string; phone?: string; name?: string }, limit: number): ShopifyId[];
  findGuestOrders(email: string): ShopifyId[];
  marksOf(customerId: ShopifyId): string[];
}

export function peopleFinder(db: Database, keys: PeopleKeys): PeopleFinder {
  const sql = {
    order: db.prepare('SELECT sealed FROM order_people WHERE order_id = ?').pluck(),
    customer: db.prepare('SELECT sealed FROM customer_people WHERE customer_id = ?').pluck(),
    byToken: db.prepare('SELECT customer_id FROM customer_index WHERE token = ?').pluck(),
    ordersOf: db
      .prepare('SELECT id FROM orders JOIN order_people ON order_id = id WHERE customer_id = ?')
      .pluck(),
    guests: db.prepare('SELECT order_id FROM order_people WHERE email_index = ? ORDER BY order_id').pluck(),
  };
  const orderPerson = (id: ShopifyId): Person | null => {
    const sealed = sql.order.get(id) as Buffer | undefined;
    return sealed ? openPerson(keys, 'order', id, sealed) : null;
  };
  const customerPerson = (id: ShopifyId): Person | null => {
    const sealed = sql.customer.get(id) as Buffer | undefined;
    return sealed ? openPerson(keys, 'customer', id, sealed) : null;
  };
  const digits = (text: string): string => text.replace(/\D/g, '');

  return {
    orderPerson,
    customerPerson,
    findCustomers({ email, phone, name }, limit) {
      const wanted = name === undefined ? [] : nameTokens({ firstName: name });
      const indexes: Buffer[] = [];
      if (email !== undefined) indexes.push(emailIndex(keys, email));
      if (phone !== undefined) indexes.push(phoneIndex(keys, phone));
      for (const token of wanted) {
        const index = nameQueryIndex(keys, token);
        if (index) indexes.push(index);
      }
      const found: ShopifyId[] = [];
      const first = indexes[0];
      if (!first) return found;
      for (const id of sql.byToken.iterate(first) as IterableIterator<ShopifyId>) {
        const person = customerPerson(id);
        if (!person) continue;
        const names = nameTokens(person);
        const fits =
          (email === undefined || person.email?.trim().toLowerCase() === email.trim().toLowerCase()) &&
          (phone === undefined || digits(person.phone ?? '') === digits(phone)) &&
          wanted.every((token) => names.some((one) => one.startsWith(token)));
        if (fits && found.push(id) >= limit) break;
      }
      return found;
    },
    marksOf(id) {
      const person = customerPerson(id);
      const marks = new Set(person ? personMarks(keys, person) : []);
      // A buyer may give another address with an order; its phone may be of whom the parcel goes to.
      for (const order of sql.ordersOf.all(id) as ShopifyId[])
        for (const mark of personMarks(keys, { email: orderPerson(order)?.email })) marks.add(mark);
      return [...marks];
    },
    findGuestOrders(email) {
      const wanted = email.trim().toLowerCase();
      return (sql.guests.all(emailIndex(keys, email)) as ShopifyId[]).filter(
        (id) => orderPerson(id)?.email?.trim().toLowerCase() === wanted,
      );
    },
  };
}

export function fulfillmentOrderWriter(db: Database): (row: FulfillmentOrderRecord) => void {
  const upsert = db.prepare(
    `INSERT INTO fulfillment_orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET (order_id, status, request_status, created_at, updated_at, fulfill_at,
       fulfill_by, location_id) = (excluded.order_id, excluded.status, excluded.request_status,
       excluded.created_at, excluded.updated_at, excluded.fulfill_at, excluded.fulfill_by, excluded.location_id)
     WHERE excluded.updated_at >= fulfillment_orders.updated_at`,
  );
  return (row) => {
    upsert.run(
      row.id,
      row.orderId,
      row.status,
      row.requestStatus,
      row.createdAt,
      row.updatedAt,
      row.fulfillAt,
      row.fulfillBy,
      row.locationId,
    );
  };
}
