/** Access scopes: which one opens a type or a mutation, and which fields are protected customer data. */

const FULFILLMENT = [
  'read_merchant_managed_fulfillment_orders',
  'read_assigned_fulfillment_orders',
  'read_third_party_fulfillment_orders',
];

/** Any one of the scopes opens the type. */
const TYPE_SCOPES: Record<string, readonly string[]> = {
  Order: ['read_orders'],
  LineItem: ['read_orders'],
  Refund: ['read_orders'],
  Return: ['read_returns', 'read_orders'],
  Product: ['read_products'],
  ProductVariant: ['read_products'],
  InventoryItem: ['read_inventory', 'read_products'],
  InventoryLevel: ['read_inventory'],
  Location: ['read_locations', 'read_inventory'],
  Customer: ['read_customers'],
  FulfillmentOrder: FULFILLMENT,
};

const MUTATION_SCOPES: Record<string, readonly string[]> = {
  productVariantsBulkUpdate: ['write_products'],
  inventoryAdjustQuantities: ['write_inventory'],
  inventorySetQuantities: ['write_inventory'],
};

/** Scopes of tagsAdd and tagsRemove, by the type of the tagged object. */
export const TAG_SCOPES: Record<string, string> = {
  Order: 'write_orders',
  Product: 'write_products',
  Customer: 'write_customers',
};

const PROTECTED_OBJECTS = new Set(['CustomerEmailAddress', 'CustomerPhoneNumber', 'MailingAddress']);
const PROTECTED_FIELDS = new Set(['Customer.firstName', 'Customer.lastName', 'Order.email', 'Order.phone']);

/** Empty where no scope is needed. */
export function scopesOf(parent: string, field: string, type: string): readonly string[] {
  if (parent === 'Mutation') return MUTATION_SCOPES[field] ?? [];
  return TYPE_SCOPES[type] ?? [];
}

/** A write scope grants the reading too. */
export function isGranted(granted: ReadonlySet<string>, anyOf: readonly string[]): boolean {
  return (
    anyOf.length === 0 ||
    anyOf.some((scope) => granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_')))
  );
}

export function isProtected(parent: string, field: string, type: string): boolean {
  return PROTECTED_OBJECTS.has(type) || PROTECTED_FIELDS.has(`${parent}.${field}`);
}
