/**
 * Every GraphQL document the product sends to Shopify's Admin API (2026-10).
 * tests/schema.test.ts validates each export against the real schema and refuses deprecated fields.
 *
 * A bulk query and its paged twin share their fields, so one mapper reads both. Lists inside an object
 * (taxLines, transactions) travel in bulk; connections inside lists (refund lines, returns, sales
 * agreements) do not, so orders that have them are completed by ORDER_DETAILS.
 */

const MONEY = 'shopMoney { amount currencyCode }';
const MONEY_BAG = `{ ${MONEY} }`;

export const SHOP = `#graphql
query Shop {
  shop {
    id name myshopifyDomain currencyCode ianaTimezone taxesIncluded
    enabledPresentmentCurrencies
    plan { publicDisplayName partnerDevelopment }
  }
  currentAppInstallation { accessScopes { handle } }
}`;

const PRODUCT_FIELDS = `
  id title handle vendor productType status tags isGiftCard createdAt updatedAt publishedAt
`;
const VARIANT_FIELDS = `
  id title sku barcode price compareAtPrice position inventoryPolicy taxable requiresComponents
  createdAt updatedAt
  selectedOptions { name value }
  inventoryItem { id tracked requiresShipping unitCost { amount currencyCode } updatedAt }
`;
const COMPONENT_FIELDS = 'id quantity productVariant { id }';

export const BULK_PRODUCTS = `#graphql
{
  products { edges { node { ${PRODUCT_FIELDS}
    variants { edges { node { ${VARIANT_FIELDS}
      productVariantComponents { edges { node { ${COMPONENT_FIELDS} } } }
    } } }
  } } }
}`;

export const PRODUCTS_PAGE = `#graphql
query Products($first: Int!, $after: String, $query: String) {
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${PRODUCT_FIELDS}
      variants(first: 100) { nodes { ${VARIANT_FIELDS}
        productVariantComponents(first: 20) { nodes { ${COMPONENT_FIELDS} } pageInfo { hasNextPage endCursor } }
      } pageInfo { hasNextPage endCursor } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** What PRODUCTS_PAGE could not carry: the further variants of one product. */
export const PRODUCT_VARIANTS_PAGE = `#graphql
query ProductVariants($id: ID!, $first: Int!, $after: String) {
  product(id: $id) { id
    variants(first: $first, after: $after) { nodes { ${VARIANT_FIELDS}
      productVariantComponents(first: 20) { nodes { ${COMPONENT_FIELDS} } pageInfo { hasNextPage endCursor } }
    } pageInfo { hasNextPage endCursor } }
  }
}`;

/** The further components of one bundle with more than twenty. */
export const VARIANT_COMPONENTS_PAGE = `#graphql
query VariantComponents($ids: [ID!]!, $after: String) {
  nodes(ids: $ids) { ... on ProductVariant { id
    productVariantComponents(first: 50, after: $after) { nodes { ${COMPONENT_FIELDS} } pageInfo { hasNextPage endCursor } }
  } }
}`;

const LEVEL_FIELDS = `
  id updatedAt isActive location { id }
  quantities(names: ["available", "on_hand", "committed", "incoming"]) { name quantity }
`;

export const BULK_INVENTORY = `#graphql
{
  inventoryItems { edges { node { id tracked updatedAt unitCost { amount currencyCode }
    inventoryLevels { edges { node { ${LEVEL_FIELDS} } } }
  } } }
}`;

export const INVENTORY_PAGE = `#graphql
query Inventory($first: Int!, $after: String, $query: String) {
  inventoryItems(first: $first, after: $after, query: $query) {
    nodes { id tracked updatedAt unitCost { amount currencyCode }
      inventoryLevels(first: 10) { nodes { ${LEVEL_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Levels of given items: the read-back of a receipt, and items with more than ten locations. */
export const INVENTORY_BY_IDS = `#graphql
query InventoryByIds($ids: [ID!]!, $after: String) {
  nodes(ids: $ids) { ... on InventoryItem { id tracked updatedAt unitCost { amount currencyCode }
    inventoryLevels(first: 100, after: $after) { nodes { ${LEVEL_FIELDS} } pageInfo { hasNextPage endCursor } }
  } }
}`;

export const LOCATIONS_PAGE = `#graphql
query Locations($first: Int!, $after: String) {
  locations(first: $first, after: $after, includeInactive: true) {
    nodes { id name isActive fulfillsOnlineOrders shipsInventory updatedAt
      address { countryCode provinceCode } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const ADDRESS_FIELDS = `
  firstName lastName company address1 address2 city zip phone countryCodeV2 provinceCode
`;
const TRANSACTION_FIELDS = `
  id kind status gateway test createdAt processedAt
  amountSet ${MONEY_BAG}
  fees { id amount { amount currencyCode } taxAmount { amount currencyCode } }
`;
const LINE_FIELDS = `
  id title variantTitle sku vendor quantity currentQuantity isGiftCard taxable requiresShipping
  product { id } variant { id }
  originalUnitPriceSet ${MONEY_BAG}
  discountAllocations { allocatedAmountSet ${MONEY_BAG} }
  taxLines { title rate priceSet ${MONEY_BAG} }
  duties { id price ${MONEY_BAG} }
`;
const ORDER_FIELDS = `
  id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test edited
  currencyCode presentmentCurrencyCode taxesIncluded
  displayFinancialStatus displayFulfillmentStatus returnStatus sourceName tags discountCodes
  email phone customer { id }
  shippingAddress { ${ADDRESS_FIELDS} }
  billingAddress { ${ADDRESS_FIELDS} }
  risk { recommendation assessments { riskLevel facts { description sentiment } } }
  totalPriceSet { ${MONEY} presentmentMoney { amount currencyCode } }
  currentTotalPriceSet ${MONEY_BAG}
  totalDiscountsSet ${MONEY_BAG}
  totalTaxSet ${MONEY_BAG}
  totalShippingPriceSet ${MONEY_BAG}
  totalTipReceivedSet ${MONEY_BAG}
  originalTotalDutiesSet ${MONEY_BAG}
  totalRefundedSet ${MONEY_BAG}
  totalCashRoundingAdjustment { paymentSet ${MONEY_BAG} refundSet ${MONEY_BAG} }
  shippingLine { title taxLines { title rate priceSet ${MONEY_BAG} } }
  transactions { ${TRANSACTION_FIELDS} }
  refunds { id }
`;

export const BULK_ORDERS = `#graphql
{
  orders { edges { node { ${ORDER_FIELDS}
    lineItems { edges { node { ${LINE_FIELDS} } } }
  } } }
}`;

export const ORDERS_PAGE = `#graphql
query Orders($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${ORDER_FIELDS}
      lineItems(first: 50) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ORDER_LINES_PAGE = `#graphql
query OrderLines($id: ID!, $first: Int!, $after: String) {
  order(id: $id) { id
    lineItems(first: $first, after: $after) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`;

const RETURN_FIELDS = 'id name status createdAt closedAt';
const RETURN_LINE_FIELDS = `
  id quantity refundedQuantity
  ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } }
`;
const REFUND_LINE_FIELDS = `
  id quantity restockType restocked location { id } lineItem { id }
  subtotalSet ${MONEY_BAG} totalTaxSet ${MONEY_BAG}
`;
const REFUND_SHIPPING_FIELDS = `id subtotalAmountSet ${MONEY_BAG} taxAmountSet ${MONEY_BAG}`;
const ADJUSTMENT_FIELDS = `id reason amountSet ${MONEY_BAG} taxAmountSet ${MONEY_BAG}`;
const SALE_FIELDS = `
  id actionType lineType quantity
  totalAmount ${MONEY_BAG} totalTaxAmount ${MONEY_BAG} totalDiscountAmountBeforeTaxes ${MONEY_BAG}
  ... on ProductSale { lineItem { id } }
`;

/**
 * Refund lines and returns: what bulk can't carry, for the orders that have any. Small pages keep the requested cost
 * low, so that many orders fit in one request; edits are read apart, for edited orders only.
 */
export const ORDER_DETAILS = `#graphql
query OrderDetails($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Order { id updatedAt edited
    refunds {
      id createdAt processedAt updatedAt
      totalRefundedSet ${MONEY_BAG}
      duties { amountSet ${MONEY_BAG} }
      refundLineItems(first: 20) { nodes { ${REFUND_LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
      refundShippingLines(first: 5) { nodes { ${REFUND_SHIPPING_FIELDS} } pageInfo { hasNextPage endCursor } }
      orderAdjustments(first: 10) { nodes { ${ADJUSTMENT_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
    returns(first: 2) { nodes { ${RETURN_FIELDS}
      returnLineItems(first: 10) { nodes { ${RETURN_LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
    } pageInfo { hasNextPage endCursor } }
  } }
}`;

/** One return after another, with all its lines: for orders whose returns ORDER_DETAILS could not hold. */
export const ORDER_RETURNS_PAGE = `#graphql
query OrderReturns($id: ID!, $after: String, $linesAfter: String) {
  order(id: $id) { id
    returns(first: 1, after: $after) { nodes { ${RETURN_FIELDS}
      returnLineItems(first: 250, after: $linesAfter) { nodes { ${RETURN_LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
    } pageInfo { hasNextPage endCursor } }
  }
}`;

/** The agreements of an edited order, one after another, each with all its sales. */
export const ORDER_AGREEMENTS_PAGE = `#graphql
query OrderAgreements($id: ID!, $after: String, $salesAfter: String) {
  order(id: $id) { id
    agreements(first: 1, after: $after) { nodes { id happenedAt reason
      sales(first: 250, after: $salesAfter) { nodes { ${SALE_FIELDS} } pageInfo { hasNextPage endCursor } }
    } pageInfo { hasNextPage endCursor } }
  }
}`;

/** The further refund lines of one refund with more than twenty. */
export const REFUND_LINES_PAGE = `#graphql
query RefundLines($id: ID!, $first: Int!, $after: String) {
  refund(id: $id) { id
    refundLineItems(first: $first, after: $after) { nodes { ${REFUND_LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`;

/** The further shipping lines of one refund with more than five. */
export const REFUND_SHIPPING_PAGE = `#graphql
query RefundShipping($id: ID!, $first: Int!, $after: String) {
  refund(id: $id) { id
    refundShippingLines(first: $first, after: $after) { nodes { ${REFUND_SHIPPING_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`;

/** The further adjustments of one refund with more than ten. */
export const REFUND_ADJUSTMENTS_PAGE = `#graphql
query RefundAdjustments($id: ID!, $first: Int!, $after: String) {
  refund(id: $id) { id
    orderAdjustments(first: $first, after: $after) { nodes { ${ADJUSTMENT_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`;

const FULFILLMENT_ORDER_FIELDS = `
  id orderId status requestStatus createdAt updatedAt fulfillAt fulfillBy
  assignedLocation { location { id } }
`;

export const BULK_FULFILLMENT_ORDERS = `#graphql
{
  fulfillmentOrders(includeClosed: true) { edges { node { ${FULFILLMENT_ORDER_FIELDS} } } }
}`;

export const FULFILLMENT_ORDERS_PAGE = `#graphql
query FulfillmentOrders($first: Int!, $after: String, $query: String) {
  fulfillmentOrders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT, includeClosed: true) {
    nodes { ${FULFILLMENT_ORDER_FIELDS} }
    pageInfo { hasNextPage endCursor }
  }
}`;

const CUSTOMER_FIELDS = `
  id firstName lastName state tags numberOfOrders createdAt updatedAt
  amountSpent { amount currencyCode }
  defaultEmailAddress { emailAddress marketingState marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state } }
  defaultAddress { ${ADDRESS_FIELDS} }
`;

export const BULK_CUSTOMERS = `#graphql
{
  customers { edges { node { ${CUSTOMER_FIELDS} } } }
}`;

export const CUSTOMERS_PAGE = `#graphql
query Customers($first: Int!, $after: String, $query: String) {
  customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${CUSTOMER_FIELDS} }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Ids only: the daily reconciliation that finds what was deleted in the shop. */
export const BULK_PRODUCT_IDS = `#graphql
{ products { edges { node { id variants { edges { node { id } } } } } } }`;
export const BULK_ORDER_IDS = `#graphql
{ orders { edges { node { id } } } }`;
export const BULK_CUSTOMER_IDS = `#graphql
{ customers { edges { node { id } } } }`;

export const BULK_RUN = `#graphql
mutation BulkRun($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { id status }
    userErrors { field message code }
  }
}`;

export const BULK_STATUS = `#graphql
query BulkStatus($id: ID!) {
  bulkOperation(id: $id) {
    id status errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl
  }
}`;

export const BULK_CANCEL = `#graphql
mutation BulkCancel($id: ID!) {
  bulkOperationCancel(id: $id) { bulkOperation { id status } userErrors { field message } }
}`;

export const VARIANT_PRICES = `#graphql
query VariantPrices($ids: [ID!]!) {
  nodes(ids: $ids) { ... on ProductVariant { id price updatedAt product { id } } }
}`;

export const VARIANT_PRICE_UPDATE = `#graphql
mutation VariantPriceUpdate($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: false) {
    productVariants { id price updatedAt }
    userErrors { field message code }
  }
}`;

export const INVENTORY_ADJUST = `#graphql
mutation InventoryAdjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id createdAt referenceDocumentUri changes { name delta quantityAfterChange item { id } location { id } } }
    userErrors { field message code }
  }
}`;

export const INVENTORY_SET = `#graphql
mutation InventorySet($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id createdAt referenceDocumentUri changes { name delta quantityAfterChange item { id } location { id } } }
    userErrors { field message code }
  }
}`;

export const ORDER_TAGS = `#graphql
query OrderTags($id: ID!) { order(id: $id) { id tags updatedAt } }`;

export const TAGS_ADD = `#graphql
mutation TagsAdd($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } }
}`;

export const TAGS_REMOVE = `#graphql
mutation TagsRemove($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) { node { id } userErrors { field message } }
}`;
