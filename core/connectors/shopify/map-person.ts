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

/** What is there, by name; undefined where nothing is. */
export function addressee(address: AddressJson | null | undefined): Person | undefined {
  if (!address) return undefined;
  const { firstName, lastName, company, address1, address2, city, zip, phone } = address;
  const person: Person = {};
  if (firstName) person.firstName = firstName;
  if (lastName) person.lastName = lastName;
  if (company) person.company = company;
  if (address1) person.address1 = address1;
  if (address2) person.address2 = address2;
  if (city) person.city = city;
  if (zip) person.zip = zip;
  if (phone) person.phone = phone;
  for (const _ in person) return person;
  return undefined;
}
