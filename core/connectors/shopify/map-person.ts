/** Addresses as the personal part of a record. */
import type { Person } from '../../mirror/records.ts';

export interface AddressJson {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  zip: string | null;
  phone: string | null;
  countryCodeV2: string | null;
  provinceCode: string | null;
}

export const ADDRESSEE = [
  'firstName',
  'lastName',
  'company',
  'address1',
  'address2',
  'city',
  'zip',
  'phone',
] as const;

/** What is there, by name; undefined where nothing is. */
export function addressee(address: AddressJson | null | undefined): Person | undefined {
  if (!address) return undefined;
  let person: Person | undefined;
  for (const key of ADDRESSEE) {
    const value = address[key];
    if (!value) continue;
    person ??= {};
    person[key] = value;
  }
  return person;
}

/** Whom an order is for. Takes the addressees over: either may become the person. */
export function orderPerson(
  shipping: Person | undefined,
  billing: Person | undefined,
  email: string | null,
  phone: string | null,
): Person | null {
  if (!shipping && !billing && !email && !phone) return null;
  const person: Person = shipping ?? billing ?? {};
  if (shipping && billing && ADDRESSEE.some((key) => shipping[key] !== billing[key]))
    person.billing = billing;
  if (email) person.email = email;
  if (phone) person.phone = phone;
  return person;
}
