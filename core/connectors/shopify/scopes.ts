/** The permissions of a shop that the program knows, and what each is for. */
import type { ScopeView } from '../../../shared/contract/store-check-schemas.ts';

interface Scope extends Omit<ScopeView, 'granted'> {
  /** Of an acting one: the types of action that need it come from core/actions. */
  group: ScopeView['group'];
}

/** What a complete mirror needs. */
export const READ_SCOPES = [
  'read_products',
  'read_inventory',
  'read_locations',
  'read_orders',
  'read_customers',
  'read_merchant_managed_fulfillment_orders',
];

/** Without it Shopify gives orders of the last 60 days only. */
export const HISTORY_SCOPE = 'read_all_orders';

const PURPOSES: Record<string, string> = {
  read_products: 'To show products, variants and prices.',
  read_inventory: 'To watch stock and unit costs, and to tell what runs out.',
  read_locations: 'To tell stock of one location from that of another.',
  read_orders: 'To add up sales and to forecast demand; orders of the last 60 days.',
  read_customers: 'To tell new customers from those who come back. Names and addresses are kept encrypted.',
  read_merchant_managed_fulfillment_orders: 'To see what waits to be packed.',
  [HISTORY_SCOPE]:
    'For orders older than 60 days: without them no season is known. Shopify grants it on request.',
  write_products: 'To change a price or a product that you approved.',
  write_inventory: 'To book received goods and counted stock into the shop.',
  write_orders: 'To put a tag on an order that you approved.',
};

/** `acting`: what the action types need, asked for at their first use. `granted`: null where no shop was asked. */
export function scopeViews(acting: readonly string[], granted: readonly string[] | null): ScopeView[] {
  const has = granted && withReads(granted);
  const scopes: Scope[] = [
    ...READ_SCOPES.map((scope) => entry(scope, 'reading')),
    entry(HISTORY_SCOPE, 'history'),
    ...[...new Set(acting)].sort().map((scope) => entry(scope, 'acting')),
  ];
  return scopes.map((scope) => ({ ...scope, granted: has === null ? null : has.has(scope.scope) }));
}

function entry(scope: string, group: Scope['group']): Scope {
  return { scope, group, purpose: PURPOSES[scope] ?? 'For an action that you approved.' };
}

/** Shopify names only the write scope where both were granted. */
export function withReads(granted: readonly string[]): ReadonlySet<string> {
  return new Set(granted.flatMap((scope) => [scope, scope.replace(/^write_/, 'read_')]));
}
