/** The stores that can be seeded, and their settings. */
import { gid, type Shop } from '../model.ts';

export type StoreName = 'gbp' | 'eur' | 'jpy';

export interface StorePlan {
  name: StoreName;
  title: string;
  currency: string;
  zone: string;
  country: string;
  taxesIncluded: boolean;
  /** Tax in percent for home buyers, and its name on the tax line. */
  taxRate: number;
  taxTitle: string;
  /** Sizes at scale 1. */
  orders: number;
  variants: number;
  /** Minor units of the shop's currency in one pound, to price one catalogue in three currencies. */
  minorPerPound: number;
  presentments: { currency: string; country: string; rate: number }[];
}

export const STORES: Record<StoreName, StorePlan> = {
  gbp: {
    name: 'gbp',
    title: 'Royal Equips UK',
    currency: 'GBP',
    zone: 'Europe/London',
    country: 'GB',
    taxesIncluded: true,
    taxRate: 20,
    taxTitle: 'VAT',
    orders: 6000,
    variants: 220,
    minorPerPound: 100,
    presentments: [
      { currency: 'EUR', country: 'IE', rate: 1.1537 },
      { currency: 'USD', country: 'US', rate: 1.3142 },
      { currency: 'KWD', country: 'KW', rate: 0.4031 },
    ],
  },
  eur: {
    name: 'eur',
    title: 'Royal Equips Europa',
    currency: 'EUR',
    zone: 'Europe/Berlin',
    country: 'DE',
    taxesIncluded: false,
    taxRate: 19,
    taxTitle: 'MwSt',
    orders: 3000,
    variants: 140,
    minorPerPound: 115,
    presentments: [
      { currency: 'CHF', country: 'CH', rate: 0.9312 },
      { currency: 'PLN', country: 'PL', rate: 4.2408 },
    ],
  },
  jpy: {
    name: 'jpy',
    title: 'Royal Equips Japan',
    currency: 'JPY',
    zone: 'Asia/Tokyo',
    country: 'JP',
    taxesIncluded: false,
    taxRate: 10,
    taxTitle: '消費税',
    orders: 2000,
    variants: 100,
    minorPerPound: 200,
    presentments: [{ currency: 'USD', country: 'US', rate: 0.00642 }],
  },
};

/** All that the product reads or writes; a test that wants fewer puts the shop again with fewer. */
const ALL_SCOPES = [
  'read_all_orders',
  'read_assigned_fulfillment_orders',
  'read_customers',
  'read_fulfillments',
  'read_inventory',
  'read_locations',
  'read_merchant_managed_fulfillment_orders',
  'read_orders',
  'read_products',
  'read_third_party_fulfillment_orders',
  'write_inventory',
  'write_orders',
  'write_products',
];

/** The credentials are the sandbox's own and open nothing else. */
export function shopOf(plan: StorePlan): Shop {
  const number = { gbp: 1, eur: 2, jpy: 3 }[plan.name];
  return {
    id: gid('Shop', 70_000_000 + number),
    domain: `royal-${plan.name}.myshopify.com`,
    storeId: plan.name,
    name: plan.title,
    currency: plan.currency,
    zone: plan.zone,
    taxesIncluded: plan.taxesIncluded,
    enabledPresentmentCurrencies: [plan.currency, ...plan.presentments.map(({ currency }) => currency)],
    plan: { publicDisplayName: 'Grow', partnerDevelopment: false },
    clientId: `sandbox-client-${plan.name}`,
    clientSecret: `sandbox-secret-${plan.name}`,
    adminToken: `shpat_sandbox_${plan.name}`,
    scopes: ALL_SCOPES,
  };
}
