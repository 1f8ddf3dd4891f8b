/**
 * What the sandbox stores: plain JSON shaped like Shopify's Admin GraphQL objects (2026-10), ids as gids, instants
 * as ISO strings in UTC, money as decimal strings of the major unit, connections as plain arrays.
 */

export interface MoneyV2 {
  amount: string;
  currencyCode: string;
}

/** `presentmentMoney` is stored only where the buyer paid in another currency; absent, it equals `shopMoney`. */
export interface MoneyBag {
  shopMoney: MoneyV2;
  presentmentMoney?: MoneyV2;
}

export interface Ref {
  id: string;
}

/** A store's settings and its app's credentials. */
export interface Shop {
  id: string;
  /** `royal-gbp.myshopify.com`. */
  domain: string;
  /** Short name: `gbp`. */
  storeId: string;
  name: string;
  currency: string;
  zone: string;
  taxesIncluded: boolean;
  enabledPresentmentCurrencies: string[];
  plan: { publicDisplayName: string; partnerDevelopment: boolean };
  clientId: string;
  clientSecret: string;
  adminToken: string;
  /** Scopes granted to the app. */
  scopes: string[];
}

/** Its variants are documents of their own, in the order of `variantIds`. */
export interface Product {
  id: string;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  tags: string[];
  isGiftCard: boolean;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  variantIds: string[];
}

export interface ProductVariant {
  id: string;
  product: Ref;
  /** The InventoryItem document of the same number. */
  inventoryItem: Ref;
  title: string;
  sku: string | null;
  barcode: string | null;
  /** Decimal in the shop's currency, without a code, as the Money scalar is. */
  price: string;
  compareAtPrice: string | null;
  position: number;
  inventoryPolicy: 'CONTINUE' | 'DENY';
  taxable: boolean;
  requiresComponents: boolean;
  createdAt: string;
  updatedAt: string;
  selectedOptions: { name: string; value: string }[];
  productVariantComponents: { id: string; quantity: number; productVariant: Ref }[];
}

export interface InventoryItem {
  id: string;
  /** Not selected by the product; tells whose item it is. */
  variant: Ref;
  sku: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  unitCost: MoneyV2 | null;
  createdAt: string;
  updatedAt: string;
  inventoryLevels: InventoryLevel[];
}

export type QuantityName = 'available' | 'on_hand' | 'committed' | 'incoming';

export interface InventoryLevel {
  /** `gid://shopify/InventoryLevel/<location>?inventory_item_id=<item>`. */
  id: string;
  location: Ref;
  isActive: boolean;
  updatedAt: string;
  /** on_hand = available + committed. */
  quantities: Record<QuantityName, number>;
}

export interface Location {
  id: string;
  name: string;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  shipsInventory: boolean;
  createdAt: string;
  updatedAt: string;
  address: { countryCode: string | null; provinceCode: string | null };
}

export interface Address {
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

interface TaxLine {
  title: string;
  rate: number;
  priceSet: MoneyBag;
}

export interface LineItem {
  id: string;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  /** After edits, before refunds. */
  quantity: number;
  /** After edits and refunds. */
  currentQuantity: number;
  isGiftCard: boolean;
  taxable: boolean;
  requiresShipping: boolean;
  product: Ref | null;
  variant: Ref | null;
  originalUnitPriceSet: MoneyBag;
  discountAllocations: { allocatedAmountSet: MoneyBag }[];
  taxLines: TaxLine[];
  duties: { id: string; price: MoneyBag }[];
}

interface OrderTransaction {
  id: string;
  kind: 'AUTHORIZATION' | 'CAPTURE' | 'SALE' | 'REFUND' | 'VOID';
  status: 'SUCCESS' | 'FAILURE' | 'PENDING' | 'ERROR';
  gateway: string | null;
  test: boolean;
  createdAt: string;
  processedAt: string;
  amountSet: MoneyBag;
  fees: { id: string; amount: MoneyV2; taxAmount: MoneyV2 }[];
}

export type RestockType = 'CANCEL' | 'LEGACY_RESTOCK' | 'NO_RESTOCK' | 'RETURN';

interface RefundLineItem {
  id: string;
  quantity: number;
  restockType: RestockType;
  restocked: boolean;
  location: Ref | null;
  lineItem: Ref;
  /** After discounts; with tax where the order's taxes are included. */
  subtotalSet: MoneyBag;
  totalTaxSet: MoneyBag;
}

export interface Refund {
  id: string;
  createdAt: string;
  processedAt: string;
  updatedAt: string;
  totalRefundedSet: MoneyBag;
  duties: { amountSet: MoneyBag }[];
  refundLineItems: RefundLineItem[];
  refundShippingLines: { id: string; subtotalAmountSet: MoneyBag; taxAmountSet: MoneyBag }[];
  /** Negative amounts are money given back beyond the lines. */
  orderAdjustments: {
    id: string;
    reason: 'REFUND_DISCREPANCY' | 'RESTOCK' | 'CUSTOMER' | 'DAMAGE' | null;
    amountSet: MoneyBag;
    taxAmountSet: MoneyBag;
  }[];
}

interface Return {
  id: string;
  name: string;
  status: 'CANCELED' | 'CLOSED' | 'DECLINED' | 'OPEN' | 'REQUESTED';
  createdAt: string;
  closedAt: string | null;
  returnLineItems: {
    id: string;
    quantity: number;
    refundedQuantity: number;
    fulfillmentLineItem: { lineItem: Ref };
  }[];
}

/** Amounts and quantities are signed: a removal or return is negative. */
export interface Sale {
  id: string;
  actionType: 'ORDER' | 'RETURN' | 'UPDATE';
  lineType: 'PRODUCT' | 'SHIPPING' | 'TIP' | 'DUTY' | 'GIFT_CARD' | 'ADJUSTMENT';
  quantity: number | null;
  /** After discounts, with tax. */
  totalAmount: MoneyBag;
  totalTaxAmount: MoneyBag;
  totalDiscountAmountBeforeTaxes: MoneyBag;
  /** Of product and gift card sales. */
  lineItem?: Ref;
}

export interface SalesAgreement {
  id: string;
  happenedAt: string;
  reason: 'ORDER' | 'ORDER_EDIT' | 'REFUND' | 'RETURN';
  sales: Sale[];
}

export interface Order {
  id: string;
  name: string;
  createdAt: string;
  processedAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  cancelReason: 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF' | null;
  closedAt: string | null;
  test: boolean;
  edited: boolean;
  currencyCode: string;
  presentmentCurrencyCode: string;
  taxesIncluded: boolean;
  displayFinancialStatus: 'AUTHORIZED' | 'PAID' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED' | 'VOIDED';
  displayFulfillmentStatus: 'FULFILLED' | 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'ON_HOLD';
  returnStatus: 'NO_RETURN' | 'IN_PROGRESS' | 'RETURNED' | 'INSPECTION_COMPLETE' | 'RETURN_REQUESTED';
  sourceName: string | null;
  tags: string[];
  discountCodes: string[];
  email: string | null;
  phone: string | null;
  customer: Ref | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  risk: {
    recommendation: 'ACCEPT' | 'CANCEL' | 'INVESTIGATE' | 'NONE';
    assessments: {
      riskLevel: 'HIGH' | 'MEDIUM' | 'LOW' | 'NONE' | 'PENDING';
      facts: { description: string; sentiment: 'NEGATIVE' | 'NEUTRAL' | 'POSITIVE' }[];
    }[];
  };
  /** After edits, before refunds. */
  totalPriceSet: MoneyBag;
  /** After edits and refunds. */
  currentTotalPriceSet: MoneyBag;
  totalDiscountsSet: MoneyBag;
  totalTaxSet: MoneyBag;
  totalShippingPriceSet: MoneyBag;
  totalTipReceivedSet: MoneyBag;
  originalTotalDutiesSet: MoneyBag | null;
  totalRefundedSet: MoneyBag;
  totalCashRoundingAdjustment: { paymentSet: MoneyBag; refundSet: MoneyBag };
  shippingLine: { title: string; taxLines: TaxLine[] } | null;
  transactions: OrderTransaction[];
  refunds: Refund[];
  returns: Return[];
  agreements: SalesAgreement[];
  lineItems: LineItem[];
}

export interface FulfillmentOrder {
  id: string;
  orderId: string;
  status: 'OPEN' | 'IN_PROGRESS' | 'CLOSED' | 'CANCELLED' | 'INCOMPLETE' | 'ON_HOLD' | 'SCHEDULED';
  requestStatus: 'UNSUBMITTED' | 'SUBMITTED' | 'ACCEPTED' | 'REJECTED' | 'CLOSED';
  createdAt: string;
  updatedAt: string;
  fulfillAt: string | null;
  fulfillBy: string | null;
  assignedLocation: { location: Ref | null };
}

export interface Customer {
  id: string;
  firstName: string | null;
  lastName: string | null;
  state: 'DECLINED' | 'DISABLED' | 'ENABLED' | 'INVITED';
  tags: string[];
  /** An UnsignedInt64, which GraphQL carries as a string. */
  numberOfOrders: string;
  createdAt: string;
  updatedAt: string;
  amountSpent: MoneyV2;
  defaultEmailAddress: {
    emailAddress: string;
    marketingState: 'INVALID' | 'NOT_SUBSCRIBED' | 'PENDING' | 'REDACTED' | 'SUBSCRIBED' | 'UNSUBSCRIBED';
    marketingUpdatedAt: string | null;
  } | null;
  defaultPhoneNumber: {
    phoneNumber: string;
    smsMarketingConsent: { state: 'NOT_SUBSCRIBED' | 'PENDING' | 'SUBSCRIBED' | 'UNSUBSCRIBED' };
  } | null;
  defaultAddress: Address | null;
}

/** Stored kinds by the type name in their gid. */
export interface Kinds {
  Product: Product;
  ProductVariant: ProductVariant;
  InventoryItem: InventoryItem;
  Location: Location;
  Order: Order;
  FulfillmentOrder: FulfillmentOrder;
  Customer: Customer;
}

export type Kind = keyof Kinds;

export function gid(type: string, id: number): string {
  return `gid://shopify/${type}/${id}`;
}

/** The integer at the end of a gid (before a `?`). Throws RangeError where there is none. */
export function idOf(gidText: string): number {
  const path = gidText.split('?', 1)[0] ?? '';
  const id = Number(path.slice(path.lastIndexOf('/') + 1));
  if (!Number.isSafeInteger(id) || id <= 0) throw new RangeError(`Not a Shopify id: ${gidText}`);
  return id;
}
