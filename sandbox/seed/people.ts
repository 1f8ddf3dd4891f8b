/** Made-up buyers: the same index is always the same person. All mail addresses end in example.com. */
import type { Address } from '../model.ts';
import { hash } from './random.ts';

const FIRST = [
  'Amelia',
  'Olivia',
  'Noah',
  'Ayşe',
  'Zbigniew',
  'Łucja',
  'محمد',
  'Chloé',
  'Jürgen',
  'Ingrid',
  'Mateusz',
  'Elif',
  'Sofía',
  'Haruto',
  '葵',
  'Siobhán',
  'Dmytro',
  'Fatima',
  'Jack',
  'Grace',
  'Oskar',
  'Mia',
  'Luca',
  'Freya',
];
const LAST = [
  'Smith',
  "O'Brien",
  'Yılmaz',
  'Kowalski',
  'Müller',
  'García',
  'Nowak',
  'Şahin',
  '佐藤',
  'Jones',
  'Patel',
  'de la Cruz',
  'Haddad',
  'Petrenko',
  'Fischer',
  'Wright',
  'Ćwikła',
  'Lefèvre',
  'Tanaka',
  'Khan',
  'Björk',
  'Van den Berg',
];
const STREETS = [
  'High Street',
  'Mill Lane',
  'Station Road',
  'Lindenallee',
  'ul. Długa',
  'Çiçek Sokak',
  'Rue de la Paix',
  '桜通り',
];
const CITIES: Record<string, { city: string; zip: string; province: string | null }[]> = {
  GB: [
    { city: 'London', zip: 'E1 6AN', province: 'ENG' },
    { city: 'Leeds', zip: 'LS1 4DY', province: 'ENG' },
    { city: 'Cardiff', zip: 'CF10 1EP', province: 'WLS' },
    { city: 'Edinburgh', zip: 'EH1 1YZ', province: 'SCT' },
  ],
  DE: [
    { city: 'Berlin', zip: '10115', province: null },
    { city: 'München', zip: '80331', province: null },
  ],
  JP: [
    { city: '千代田区', zip: '100-0001', province: 'JP-13' },
    { city: '大阪市', zip: '530-0001', province: 'JP-27' },
  ],
  US: [
    { city: 'Portland', zip: '97201', province: 'OR' },
    { city: 'Boston', zip: '02108', province: 'MA' },
  ],
};

export interface Buyer {
  address: Address;
  email: string;
  phone: string | null;
}

/** `index` is any integer: a customer's number, or a negative one for a guest. */
export function buyerOf(index: number, store: string, country: string): Buyer {
  const h = hash(`${store}:${index}`) >>> 0;
  const place = (CITIES[country] ?? [{ city: 'Capital', zip: '1000', province: null }])[
    (h >>> 4) % (CITIES[country]?.length ?? 1)
  ]!;
  const firstName = FIRST[h % FIRST.length]!;
  const lastName = LAST[(h >>> 8) % LAST.length]!;
  const phone = h % 3 === 0 ? `+44 7700 9${String(h % 100_000).padStart(5, '0')}` : null;
  return {
    email: `${index < 0 ? 'guest' : 'buyer'}${Math.abs(index)}.${store}@example.com`,
    phone,
    address: {
      firstName,
      lastName,
      company: h % 17 === 0 ? `${lastName} & Co.` : null,
      address1: `${1 + ((h >>> 12) % 180)} ${STREETS[(h >>> 16) % STREETS.length]!}`,
      address2: h % 5 === 0 ? `Flat ${1 + ((h >>> 20) % 30)}` : null,
      city: place.city,
      zip: place.zip,
      phone,
      countryCodeV2: country,
      provinceCode: place.province,
    },
  };
}
