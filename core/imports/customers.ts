/** A row of a customers export as a customer. Pure. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { CustomerRecord, Person } from '../mirror/records.ts';
import type { Cells, CustomerField } from './headers.ts';
import { CellError, countCell, flagCell, idCell, listCell, moneyCell } from './values.ts';

/** `blindId` makes the id of a customer without one out of what is theirs alone. Throws CellError. */
export function readCustomer(
  cells: Cells<CustomerField>,
  given: { currency: Currency; at: number; blindId: (personal: string) => ShopifyId },
): CustomerRecord {
  const { currency, at, blindId } = given;
  const email = cells('email');
  const phone = cells('phone').replace(/^'/, '');
  const id = customerIdOf(cells('id'), email, phone, blindId);
  if (id === null)
    throw new CellError('there is neither a customer id, nor an e-mail address, nor a phone number');
  const consent = (field: CustomerField, column: string): string | null =>
    cells(field) === '' ? null : flagCell(cells(field), false, column) ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED';
  return {
    id,
    createdAt: 0,
    updatedAt: at,
    state: 'DISABLED',
    tags: listCell(cells('tags')),
    orders: countCell(cells('orders'), 'the number of orders') ?? 0,
    spent: moneyCell(cells('spent'), currency, 'the total spent') ?? 0,
    countryCode: cells('country') || null,
    provinceCode: cells('province') || null,
    emailConsent: consent('emailMarketing', 'the e-mail consent'),
    emailConsentAt: null,
    smsConsent: consent('smsMarketing', 'the SMS consent'),
    person: personOf({
      firstName: cells('firstName'),
      lastName: cells('lastName'),
      email,
      phone: phone || cells('addressPhone').replace(/^'/, ''),
      company: cells('company'),
      address1: cells('address1'),
      address2: cells('address2'),
      city: cells('city'),
      zip: cells('zip').replace(/^'/, ''),
    }),
    redacted: false,
  };
}

/** Shopify's, or one below zero; null where the row tells nobody. */
export function customerIdOf(
  id: string,
  email: string,
  phone: string,
  blindId: (personal: string) => ShopifyId,
): ShopifyId | null {
  const own = email.toLowerCase() || phone.replace(/^'/, '');
  return idCell(id) ?? (own === '' ? null : blindId(own));
}

/** Without the fields that are empty; null where nothing is left. */
export function personOf(fields: Omit<Person, 'billing'>): Person | null {
  const person: Partial<Record<string, string>> = {};
  let isEmpty = true;
  for (const field in fields) {
    const text = fields[field as keyof typeof fields];
    if (text === undefined || text === '') continue;
    person[field] = text;
    isEmpty = false;
  }
  return isEmpty ? null : person;
}
