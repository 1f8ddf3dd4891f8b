/** Which fields of Shopify's types the sandbox resolves, and how each is read from what is stored. */
import type { FieldNode } from 'graphql';
import type { ShopRequest } from './request.ts';
import type { Arguments, Stored } from './values.ts';

export interface FieldReader {
  /** Arguments that are honoured; a document that uses another is refused. */
  args: readonly string[];
  read: (source: Stored, args: Arguments, request: ShopRequest, node: FieldNode) => unknown;
}

type Read = FieldReader['read'];
export type FieldTable = Record<string, FieldReader | undefined>;

const PAGE = ['first', 'after', 'reverse'];

function plain(names: string): FieldTable {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, { args: [], read: (source: Stored) => source[name] ?? null }]),
  );
}

/** A stored array served as a connection; paging happens in the projector. */
function connections(names: string): FieldTable {
  return Object.fromEntries(
    names
      .split(' ')
      .map((name) => [name, { args: PAGE, read: (source: Stored) => source[name] ?? [] } as FieldReader]),
  );
}

function computed(args: readonly string[], read: Read): FieldReader {
  return { args, read };
}

const SALE = plain(
  'id actionType lineType quantity totalAmount totalTaxAmount totalDiscountAmountBeforeTaxes',
);
const AGREEMENT: FieldTable = { ...plain('id happenedAt reason'), ...connections('sales') };

const TYPES: Record<string, FieldTable> = {
  Shop: {
    ...plain('id name taxesIncluded enabledPresentmentCurrencies plan'),
    myshopifyDomain: computed([], (shop) => shop.domain),
    currencyCode: computed([], (shop) => shop.currency),
    ianaTimezone: computed([], (shop) => shop.zone),
  },
  ShopPlan: plain('publicDisplayName partnerDevelopment'),
  AppInstallation: plain('id accessScopes'),
  AccessScope: plain('handle description'),
  MoneyV2: plain('amount currencyCode'),
  MoneyBag: {
    ...plain('shopMoney'),
    presentmentMoney: computed([], (bag) => bag.presentmentMoney ?? bag.shopMoney),
  },
  Product: {
    ...plain(`id title handle vendor productType status tags isGiftCard createdAt updatedAt publishedAt`),
    variants: computed(PAGE, (product, _args, { documents, shop }) =>
      (product.variantIds as string[]).map((id) => documents.get(shop.domain, 'ProductVariant', id)),
    ),
  },
  ProductVariant: {
    ...plain(`id title sku barcode price compareAtPrice position inventoryPolicy taxable requiresComponents
      createdAt updatedAt selectedOptions product inventoryItem`),
    ...connections('productVariantComponents'),
  },
  SelectedOption: plain('name value'),
  ProductVariantComponent: plain('id quantity productVariant'),
  InventoryItem: {
    ...plain('id sku tracked requiresShipping unitCost createdAt updatedAt'),
    ...connections('inventoryLevels'),
  },
  InventoryLevel: {
    ...plain('id updatedAt isActive location'),
    quantities: computed(['names'], (level, { names }) =>
      (names as string[]).map((name) => ({
        name,
        quantity: (level.quantities as Record<string, number>)[name] ?? 0,
      })),
    ),
  },
  InventoryQuantity: plain('name quantity'),
  Location: plain('id name isActive fulfillsOnlineOrders shipsInventory createdAt updatedAt address'),
  LocationAddress: plain('countryCode provinceCode'),
  Order: {
    ...plain(`id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test edited
      currencyCode presentmentCurrencyCode taxesIncluded displayFinancialStatus displayFulfillmentStatus
      returnStatus sourceName tags discountCodes email phone customer shippingAddress billingAddress risk
      totalPriceSet currentTotalPriceSet totalDiscountsSet totalTaxSet totalShippingPriceSet
      totalTipReceivedSet originalTotalDutiesSet totalRefundedSet totalCashRoundingAdjustment shippingLine
      transactions`),
    ...connections('lineItems returns agreements'),
    refunds: computed([], (order, _args, request) => {
      for (const refund of order.refunds as { id: string }[])
        request.refundHomes.set(refund.id, order.id as string);
      return order.refunds;
    }),
  },
  OrderRiskSummary: plain('recommendation assessments'),
  OrderRiskAssessment: plain('riskLevel facts'),
  RiskFact: plain('description sentiment'),
  CashRoundingAdjustment: plain('paymentSet refundSet'),
  ShippingLine: plain('title taxLines'),
  TaxLine: plain('title rate priceSet'),
  MailingAddress: plain(
    'firstName lastName company address1 address2 city zip phone countryCodeV2 provinceCode',
  ),
  LineItem: plain(`id title variantTitle sku vendor quantity currentQuantity isGiftCard taxable
    requiresShipping product variant originalUnitPriceSet discountAllocations taxLines duties`),
  DiscountAllocation: plain('allocatedAmountSet'),
  Duty: plain('id price'),
  OrderTransaction: plain('id kind status gateway test createdAt processedAt amountSet fees'),
  TransactionFee: plain('id amount taxAmount'),
  Refund: {
    ...plain('id createdAt processedAt updatedAt totalRefundedSet duties'),
    ...connections('refundLineItems refundShippingLines orderAdjustments'),
  },
  RefundDuty: plain('amountSet'),
  RefundLineItem: plain('id quantity restockType restocked location lineItem subtotalSet totalTaxSet'),
  RefundShippingLine: plain('id subtotalAmountSet taxAmountSet'),
  OrderAdjustment: plain('id reason amountSet taxAmountSet'),
  Return: { ...plain('id name status createdAt closedAt'), ...connections('returnLineItems') },
  ReturnLineItem: plain('id quantity refundedQuantity fulfillmentLineItem'),
  FulfillmentLineItem: plain('id lineItem'),
  OrderAgreement: AGREEMENT,
  OrderEditAgreement: AGREEMENT,
  RefundAgreement: AGREEMENT,
  ReturnAgreement: AGREEMENT,
  ProductSale: { ...SALE, ...plain('lineItem') },
  GiftCardSale: { ...SALE, ...plain('lineItem') },
  ShippingLineSale: SALE,
  TipSale: SALE,
  DutySale: SALE,
  AdjustmentSale: SALE,
  FulfillmentOrder: plain(
    'id orderId status requestStatus createdAt updatedAt fulfillAt fulfillBy assignedLocation',
  ),
  FulfillmentOrderAssignedLocation: plain('location'),
  Customer: plain(`id firstName lastName state tags numberOfOrders createdAt updatedAt amountSpent
    defaultEmailAddress defaultPhoneNumber defaultAddress`),
  CustomerEmailAddress: plain('emailAddress marketingState marketingUpdatedAt'),
  CustomerPhoneNumber: plain('phoneNumber smsMarketingConsent'),
  CustomerSmsMarketingConsent: plain('state'),
  BulkOperation: plain(`id status type query errorCode createdAt completedAt objectCount rootObjectCount
    fileSize url partialDataUrl`),
  WebhookSubscription: plain('id topic uri format createdAt updatedAt'),
  InventoryAdjustmentGroup: plain('id createdAt reason referenceDocumentUri changes'),
  InventoryChange: plain('name delta quantityAfterChange item location ledgerDocumentUri'),
  BulkOperationRunQueryPayload: plain('bulkOperation userErrors'),
  BulkOperationCancelPayload: plain('bulkOperation userErrors'),
  ProductVariantsBulkUpdatePayload: plain('product productVariants userErrors'),
  InventoryAdjustQuantitiesPayload: plain('inventoryAdjustmentGroup userErrors'),
  InventorySetQuantitiesPayload: plain('inventoryAdjustmentGroup userErrors'),
  TagsAddPayload: plain('node userErrors'),
  TagsRemovePayload: plain('node userErrors'),
  WebhookSubscriptionCreatePayload: plain('webhookSubscription userErrors'),
  WebhookSubscriptionDeletePayload: plain('deletedWebhookSubscriptionId userErrors'),
  UserError: plain('field message'),
};

const USER_ERROR = plain('field message code');

/** The reader of a field, or undefined where the sandbox does not resolve it. */
export function readerOf(
  typeName: string,
  field: string,
  roots: Record<string, FieldTable>,
): FieldReader | undefined {
  const table =
    roots[typeName] ?? TYPES[typeName] ?? (typeName.endsWith('UserError') ? USER_ERROR : undefined);
  return table && Object.hasOwn(table, field) ? table[field] : undefined;
}

const SALE_TYPES: Record<string, string> = {
  PRODUCT: 'ProductSale',
  SHIPPING: 'ShippingLineSale',
  TIP: 'TipSale',
  DUTY: 'DutySale',
  GIFT_CARD: 'GiftCardSale',
  ADJUSTMENT: 'AdjustmentSale',
};
const AGREEMENT_TYPES: Record<string, string> = {
  ORDER: 'OrderAgreement',
  ORDER_EDIT: 'OrderEditAgreement',
  REFUND: 'RefundAgreement',
  RETURN: 'ReturnAgreement',
};

/** The concrete type of an object behind an interface or union. */
export function concreteType(abstract: string, source: Stored): string {
  if (abstract === 'Sale') return SALE_TYPES[source.lineType as string]!;
  if (abstract === 'SalesAgreement') return AGREEMENT_TYPES[source.reason as string]!;
  if (abstract === 'ReturnLineItemType') return 'ReturnLineItem';
  return (source.id as string).split('/')[3]!;
}
