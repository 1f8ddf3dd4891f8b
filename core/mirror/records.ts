/**
 * What the mirror takes in: Shopify's objects with ids as integers, money as minor units of the shop's
 * currency and instants as epoch milliseconds. core/connectors/shopify/map.ts makes them from GraphQL.
 */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';

/** In place of a shop's id, of a store of imported files alone. */
export const NO_SHOP = 0;

export interface ShopRecord {
  id: ShopifyId;
  name: string;
  shopDomain: string;
  currency: Currency;
  zone: string;
  taxesIncluded: boolean;
  plan: string;
}

export interface ProductRecord {
  id: ShopifyId;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  tags: string[];
  isGiftCard: boolean;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  publishedAt: EpochMs | null;
  variants: VariantRecord[];
}

export interface VariantRecord {
  id: ShopifyId;
  productId: ShopifyId;
  inventoryItemId: ShopifyId;
  title: string;
  sku: string | null;
  barcode: string | null;
  price: Minor;
  compareAtPrice: Minor | null;
  position: number;
  inventoryPolicy: 'CONTINUE' | 'DENY';
  taxable: boolean;
  requiresComponents: boolean;
  tracked: boolean;
  requiresShipping: boolean;
  unitCost: Minor | null;
  options: { name: string; value: string }[];
  components: { variantId: ShopifyId; quantity: number }[];
  createdAt: EpochMs;
  updatedAt: EpochMs;
  /** Of the inventory item, which owns `tracked` and `unitCost`. */
  itemUpdatedAt: EpochMs;
}

export interface LocationRecord {
  id: ShopifyId;
  name: string;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  countryCode: string | null;
  updatedAt: EpochMs;
}

export interface InventoryItemRecord {
  id: ShopifyId;
  tracked: boolean;
  unitCost: Minor | null;
  updatedAt: EpochMs;
  levels: {
    locationId: ShopifyId;
    available: number;
    onHand: number;
    committed: number;
    incoming: number;
    updatedAt: EpochMs;
  }[];
}

/** Plain text only until ingest encrypts it into one blob; `redacted` tells withheld from empty. */
export interface Person {
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
  company?: string;
  address1?: string;
  address2?: string;
  city?: string;
  zip?: string;
  /** Where it is another than the address above. */
  billing?: Omit<Person, 'billing' | 'email'>;
}

export interface OrderRecord {
  id: ShopifyId;
  name: string;
  createdAt: EpochMs;
  processedAt: EpochMs;
  updatedAt: EpochMs;
  cancelledAt: EpochMs | null;
  cancelReason: string | null;
  closedAt: EpochMs | null;
  test: boolean;
  edited: boolean;
  currency: Currency;
  presentmentCurrency: Currency;
  /** In the presentment currency's own minor units. */
  presentmentTotal: Minor;
  taxesIncluded: boolean;
  financialStatus: string | null;
  fulfillmentStatus: string;
  returnStatus: string;
  sourceName: string | null;
  tags: string[];
  discountCodes: string[];
  customerId: ShopifyId | null;
  countryCode: string | null;
  provinceCode: string | null;
  riskRecommendation: string | null;
  riskFacts: { level: string; description: string; sentiment: string }[];
  total: Minor;
  currentTotal: Minor;
  discounts: Minor;
  tax: Minor;
  /** After shipping discounts, as Shopify states it (with tax where taxesIncluded). */
  shipping: Minor;
  shippingTax: Minor;
  tip: Minor;
  duties: Minor;
  cashRounding: Minor;
  refunded: Minor;
  person: Person | null;
  redacted: boolean;
  lines: LineRecord[];
  transactions: TransactionRecord[];
  /** Refunds, returns or edits exist: OrderDetailRecord must follow before the order's numbers are final. */
  needsDetail: boolean;
}

export interface LineRecord {
  id: ShopifyId;
  productId: ShopifyId | null;
  variantId: ShopifyId | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  currentQuantity: number;
  isGiftCard: boolean;
  unitPrice: Minor;
  /** Sum of the discount allocations, as Shopify states it (with tax where taxesIncluded). */
  discount: Minor;
  tax: Minor;
  duties: Minor;
  taxLines: { title: string; rate: number; amount: Minor }[];
}

export interface TransactionRecord {
  id: ShopifyId;
  kind: string;
  status: string;
  gateway: string | null;
  test: boolean;
  amount: Minor;
  /** Fees and their tax where they are in the shop's currency. */
  fee: Minor;
  at: EpochMs;
}

export interface OrderDetailRecord {
  orderId: ShopifyId;
  updatedAt: EpochMs;
  refunds: RefundRecord[];
  returns: {
    id: ShopifyId;
    name: string;
    status: string;
    createdAt: EpochMs;
    closedAt: EpochMs | null;
    lines: { lineId: ShopifyId | null; quantity: number; refundedQuantity: number }[];
  }[];
  /** Sales of agreements with reason ORDER_EDIT and line type PRODUCT; signed. */
  edits: {
    id: ShopifyId;
    at: EpochMs;
    lineId: ShopifyId;
    quantity: number;
    total: Minor;
    tax: Minor;
    discountBeforeTaxes: Minor;
  }[];
  /** Units per line in the agreement with reason ORDER; a line not in it was added by an edit. */
  originalQuantities: { lineId: ShopifyId; quantity: number }[];
}

export interface RefundRecord {
  id: ShopifyId;
  processedAt: EpochMs;
  totalRefunded: Minor;
  lines: {
    id: ShopifyId;
    lineId: ShopifyId;
    quantity: number;
    restockType: 'CANCEL' | 'LEGACY_RESTOCK' | 'NO_RESTOCK' | 'RETURN';
    restocked: boolean;
    locationId: ShopifyId | null;
    subtotal: Minor;
    tax: Minor;
  }[];
  shipping: Minor;
  shippingTax: Minor;
  duties: Minor;
  /** Signed as Shopify states it: negative is money given back beyond the lines. */
  adjustment: Minor;
  adjustmentTax: Minor;
}

export interface CustomerRecord {
  id: ShopifyId;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  state: string;
  tags: string[];
  orders: number;
  spent: Minor;
  countryCode: string | null;
  provinceCode: string | null;
  emailConsent: string | null;
  emailConsentAt: EpochMs | null;
  smsConsent: string | null;
  person: Person | null;
  redacted: boolean;
}

export interface FulfillmentOrderRecord {
  id: ShopifyId;
  orderId: ShopifyId;
  status: string;
  requestStatus: string;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  fulfillAt: EpochMs | null;
  fulfillBy: EpochMs | null;
  locationId: ShopifyId | null;
}
