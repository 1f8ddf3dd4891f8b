/** What must not be seen, planted, and searched for wherever the program writes or says something. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Sandbox } from '../../sandbox/server.ts';

export const PEOPLE = [
  'Zephyrina',
  'Quackenbush',
  'zephyrina.q@canary-mail.example',
  '+447700900987',
  '17 Canary Wharf Passage',
  'Flat Kanarienvogel',
  'Canaryville',
  'CN9 7RY',
  'Canary & Sons Ltd',
];

/** Every customer and every order of the first shop becomes theirs. */
export function plantPeople({ documents, shops }: Sandbox): void {
  const { shop } = shops[0]!;
  const address = {
    firstName: PEOPLE[0]!,
    lastName: PEOPLE[1]!,
    company: PEOPLE[8]!,
    address1: PEOPLE[4]!,
    address2: PEOPLE[5]!,
    city: PEOPLE[6]!,
    zip: PEOPLE[7]!,
    phone: PEOPLE[3]!,
    countryCodeV2: 'GB',
    provinceCode: 'ENG',
  };
  const customers = [...documents.iterate(shop, 'Customer')];
  if (customers.length < 4) throw new Error('The shop has too few customers to plant people in.');
  for (const customer of customers)
    documents.put(shop, 'Customer', {
      ...customer,
      firstName: PEOPLE[0]!,
      lastName: PEOPLE[1]!,
      defaultAddress: address,
      defaultEmailAddress: {
        emailAddress: PEOPLE[2]!,
        marketingState: 'SUBSCRIBED',
        marketingUpdatedAt: null,
      },
      defaultPhoneNumber: { phoneNumber: PEOPLE[3]!, smsMarketingConsent: { state: 'SUBSCRIBED' } },
    });
  for (const order of [...documents.iterate(shop, 'Order')])
    documents.put(shop, 'Order', {
      ...order,
      email: PEOPLE[2]!,
      phone: PEOPLE[3]!,
      shippingAddress: address,
      billingAddress: { ...address, firstName: 'Zephyrina B.' },
    });
}

/** A value to look for, by the name that it is reported under. */
export interface Canary {
  name: string;
  bytes: Buffer;
}

/** A key as it may be written down: as it is, in base64 (of URLs too) and in hex. */
export function formsOf(name: string, key: Buffer): Canary[] {
  const form = (kind: string, text: string): Canary => ({
    name: `${name} in ${kind}`,
    bytes: Buffer.from(text),
  });
  return [
    { name: `${name} as it is`, bytes: key },
    // Without the padding and the last sign, which differ where something stands beside it.
    form('base64', key.toString('base64').replace(/.=*$/, '')),
    form('base64', key.toString('base64url').slice(0, -1)),
    form('hex', key.toString('hex')),
    form('hex', key.toString('hex').toUpperCase()),
  ];
}

/** A text in either of SQLite's and JavaScript's encodings, as it is and in small letters. */
function textForms(text: string): Canary[] {
  return [text, text.toLowerCase()].flatMap((form) =>
    (['utf8', 'utf16le'] as const).map((encoding) => ({ name: text, bytes: Buffer.from(form, encoding) })),
  );
}

const canariesOf = (wanted: readonly (string | Canary)[]): Canary[] =>
  wanted.flatMap((canary) => (typeof canary === 'string' ? textForms(canary) : [canary]));

const namesIn = (bytes: Buffer, canaries: readonly Canary[]): string[] => [
  ...new Set(canaries.filter((canary) => bytes.includes(canary.bytes)).map(({ name }) => name)),
];

/** What is found in the clear in any file of a folder, as "file: what". */
export function found(
  folder: string,
  wanted: readonly (string | Canary)[],
  except: readonly string[] = [],
): string[] {
  const canaries = canariesOf(wanted);
  return (readdirSync(folder, { recursive: true }) as string[]).flatMap((name) => {
    const file = join(folder, name);
    if (!statSync(file).isFile() || except.includes(name)) return [];
    return namesIn(readFileSync(file), canaries).map((what) => `${name}: ${what}`);
  });
}

/** What is found in answers and errors: in what is sent as JSON, and in what a console prints, causes and all. */
export function foundIn(said: unknown, wanted: readonly (string | Canary)[]): string[] {
  const printed = inspect(said, {
    depth: Number.POSITIVE_INFINITY,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Number.POSITIVE_INFINITY,
  });
  return namesIn(Buffer.from(`${printed}\n${JSON.stringify(said)}`), canariesOf(wanted));
}
