/** A sync's phases in the owner's words; what follows counts them. */

const WORDS: Readonly<Record<string, string>> = {
  connect: 'Connecting',
  locations: 'Locations',
  prepare: 'Shopify is preparing the files:',
  products: 'Products',
  inventory: 'Stock',
  customers: 'Customers',
  orders: 'Orders',
  order_details: 'Refunds, returns and edits: orders',
  fulfillment_orders: 'Fulfilment: orders',
  reconcile: 'Comparing what exists',
  done: 'Done',
};

export function phaseWords(phase: string): string {
  return WORDS[phase] ?? 'Syncing';
}
