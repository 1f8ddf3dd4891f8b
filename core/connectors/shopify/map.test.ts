import { describe, expect, it } from 'vitest';
import {
  mapCustomer,
  mapFulfillmentOrder,
  mapInventoryItem,
  mapLocation,
  mapProduct,
  mapShop,
} from './map.ts';
import { mapOrder, mapOrderDetail } from './map-order.ts';
import { decimal } from './map-values.ts';

const money = (amount: string, currencyCode = 'GBP') => ({ amount, currencyCode });
const bag = (amount: string, currencyCode = 'GBP') => ({ shopMoney: money(amount, currencyCode) });
const TIME = '2026-11-02T12:00:00Z';
const AT = Date.UTC(2026, 10, 2, 12);

const ADDRESS = {
  firstName: 'Zoë',
  lastName: 'Müller',
  company: null,
  address1: '1 High Street',
  address2: '',
  city: 'Leeds',
  zip: 'LS1 1AB',
  phone: null,
  countryCodeV2: 'GB',
  provinceCode: 'ENG',
};

const LINE = {
  id: 'gid://shopify/LineItem/11',
  title: 'Mug',
  variantTitle: 'Blue',
  sku: 'MUG-B',
  vendor: 'Potter',
  quantity: 2,
  currentQuantity: 1,
  isGiftCard: false,
  product: { id: 'gid://shopify/Product/10' },
  variant: null,
  originalUnitPriceSet: bag('12.00'),
  discountAllocations: [{ allocatedAmountSet: bag('1.0') }, { allocatedAmountSet: bag('1.40') }],
  taxLines: [{ title: 'GB VAT', rate: 0.2, priceSet: bag('3.6') }],
  duties: [{ price: bag('0.30') }],
};

const ORDER = {
  id: 'gid://shopify/Order/1',
  name: '#1',
  createdAt: TIME,
  processedAt: TIME,
  updatedAt: TIME,
  cancelledAt: null,
  cancelReason: null,
  closedAt: null,
  test: false,
  edited: false,
  currencyCode: 'GBP',
  presentmentCurrencyCode: 'JPY',
  taxesIncluded: true,
  displayFinancialStatus: 'PAID',
  displayFulfillmentStatus: 'UNFULFILLED',
  returnStatus: 'NO_RETURN',
  sourceName: 'web',
  tags: ['vip'],
  discountCodes: [],
  email: 'zoe@example.com',
  phone: null,
  customer: { id: 'gid://shopify/Customer/7' },
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  risk: {
    recommendation: 'INVESTIGATE',
    assessments: [{ riskLevel: 'MEDIUM', facts: [{ description: 'Far away', sentiment: 'NEGATIVE' }] }],
  },
  totalPriceSet: { ...bag('25.55'), presentmentMoney: money('5011', 'JPY') },
  currentTotalPriceSet: bag('12.8'),
  totalDiscountsSet: bag('2.40'),
  totalTaxSet: bag('4.26'),
  totalShippingPriceSet: bag('3.95'),
  totalTipReceivedSet: bag('0.0'),
  originalTotalDutiesSet: null,
  totalRefundedSet: bag('0.0'),
  totalCashRoundingAdjustment: { paymentSet: bag('-0.02'), refundSet: bag('0.0') },
  shippingLine: { title: 'Post', taxLines: [{ title: 'GB VAT', rate: 0.2, priceSet: bag('0.66') }] },
  transactions: [
    {
      id: 'gid://shopify/OrderTransaction/3',
      kind: 'SALE',
      status: 'SUCCESS',
      gateway: 'shopify_payments',
      test: false,
      createdAt: TIME,
      processedAt: null,
      amountSet: bag('25.55'),
      fees: [
        { id: 'gid://shopify/TransactionFee/1', amount: money('0.76'), taxAmount: money('0.15') },
        { id: 'gid://shopify/TransactionFee/2', amount: money('99', 'JPY'), taxAmount: null },
      ],
    },
  ],
  refunds: [],
};

describe('decimal', () => {
  it('is exact in every currency and refuses what is no amount', () => {
    expect(decimal('0.1', 'GBP')).toBe(10);
    expect(decimal('1.005', 'GBP')).toBe(101);
    expect(decimal('-0.5', 'GBP')).toBe(-50);
    expect(decimal('1200', 'JPY')).toBe(1200);
    expect(decimal('1200.0', 'JPY')).toBe(1200);
    expect(decimal('1.234', 'KWD')).toBe(1234);
    expect(Object.is(decimal('-0.00', 'GBP'), 0)).toBe(true);
    expect(decimal('90071992547409.91', 'GBP')).toBe(9007199254740991);
    for (const text of ['', ' ', '1,000', '1e3', '0x10', 'NaN', '.5', '1.2.3'])
      expect(() => decimal(text, 'GBP')).toThrow(RangeError);
  });
});

describe('mapOrder', () => {
  it('reads a page and a bulk file alike', () => {
    const paged = mapOrder(
      { ...ORDER, lineItems: { nodes: [LINE], pageInfo: { hasNextPage: false } } },
      'GBP',
    );
    const bulk = mapOrder({ ...ORDER, lineItems: [{ ...LINE, __parentId: ORDER.id }] }, 'GBP');
    expect(bulk).toEqual(paged);
    expect(paged).toMatchObject({
      id: 1,
      processedAt: AT,
      presentmentCurrency: 'JPY',
      presentmentTotal: 5011,
      total: 2555,
      shipping: 395,
      shippingTax: 66,
      cashRounding: -2,
      customerId: 7,
      countryCode: 'GB',
      needsDetail: false,
      redacted: false,
      riskFacts: [{ level: 'MEDIUM', description: 'Far away', sentiment: 'NEGATIVE' }],
      lines: [
        { id: 11, productId: 10, variantId: null, unitPrice: 1200, discount: 240, tax: 360, duties: 30 },
      ],
      transactions: [{ id: 3, amount: 2555, fee: 91, at: AT }],
    });
  });

  it('keeps one address where both are the same, and what is empty out', () => {
    expect(mapOrder(ORDER, 'GBP').person).toEqual({
      firstName: 'Zoë',
      lastName: 'Müller',
      address1: '1 High Street',
      city: 'Leeds',
      zip: 'LS1 1AB',
      email: 'zoe@example.com',
    });
    const elsewhere = { ...ADDRESS, city: 'York' };
    expect(mapOrder({ ...ORDER, billingAddress: elsewhere }, 'GBP').person?.billing).toMatchObject({
      city: 'York',
    });
  });

  it('tells what Shopify withholds from what nobody gave', () => {
    const bare = { ...ORDER, email: null, shippingAddress: null, billingAddress: null };
    expect(mapOrder(bare, 'GBP')).toMatchObject({ person: null, redacted: true });
    expect(mapOrder({ ...bare, customer: null }, 'GBP')).toMatchObject({ person: null, redacted: false });
  });

  it('says when bulk can’t tell everything', () => {
    for (const more of [
      { refunds: [{ id: 'gid://shopify/Refund/1' }] },
      { edited: true },
      { returnStatus: 'RETURN_REQUESTED' },
    ])
      expect(mapOrder({ ...ORDER, ...more }, 'GBP').needsDetail).toBe(true);
  });
});

describe('mapOrderDetail', () => {
  const sale = (id: number, line: number | null, given: object) => ({
    id: `gid://shopify/ProductSale/${id}`,
    actionType: 'ORDER',
    lineType: 'PRODUCT',
    quantity: 1,
    totalAmount: bag('12.00'),
    totalTaxAmount: bag('2.00'),
    totalDiscountAmountBeforeTaxes: bag('0.0'),
    ...(line === null ? {} : { lineItem: { id: `gid://shopify/LineItem/${line}` } }),
    ...given,
  });
  const detail = {
    id: 'gid://shopify/Order/1',
    updatedAt: TIME,
    refunds: [
      {
        id: 'gid://shopify/Refund/5',
        createdAt: '2026-11-01T00:00:00Z',
        processedAt: TIME,
        updatedAt: TIME,
        totalRefundedSet: bag('12.00'),
        duties: [{ amountSet: bag('0.30') }],
        refundLineItems: {
          nodes: [
            {
              id: 'gid://shopify/RefundLineItem/6',
              quantity: 1,
              restockType: 'RETURN',
              restocked: true,
              location: null,
              lineItem: { id: 'gid://shopify/LineItem/11' },
              subtotalSet: bag('10.80'),
              totalTaxSet: bag('1.80'),
            },
          ],
        },
        refundShippingLines: { nodes: [{ subtotalAmountSet: bag('3.95'), taxAmountSet: bag('0.66') }] },
        orderAdjustments: { nodes: [{ amountSet: bag('-0.50'), taxAmountSet: bag('-0.1') }] },
      },
    ],
    returns: {
      nodes: [
        {
          id: 'gid://shopify/Return/8',
          name: '#1-R1',
          status: 'CLOSED',
          createdAt: TIME,
          closedAt: null,
          returnLineItems: {
            nodes: [
              {
                quantity: 1,
                refundedQuantity: 1,
                fulfillmentLineItem: { lineItem: { id: 'gid://shopify/LineItem/11' } },
              },
              { quantity: 2, refundedQuantity: 0 },
            ],
          },
        },
      ],
    },
    agreements: {
      nodes: [
        {
          id: 'a',
          happenedAt: TIME,
          reason: 'ORDER',
          sales: { nodes: [sale(1, 11, { quantity: 2 }), sale(2, null, { lineType: 'SHIPPING' })] },
        },
        { id: 'b', happenedAt: TIME, reason: 'REFUND', sales: { nodes: [sale(4, 11, { quantity: -1 })] } },
      ],
    },
  };

  it('reads refunds and returns', () => {
    expect(mapOrderDetail(detail, 'GBP')).toEqual({
      orderId: 1,
      updatedAt: AT,
      refunds: [
        {
          id: 5,
          processedAt: AT,
          totalRefunded: 1200,
          lines: [
            {
              id: 6,
              lineId: 11,
              quantity: 1,
              restockType: 'RETURN',
              restocked: true,
              locationId: null,
              subtotal: 1080,
              tax: 180,
            },
          ],
          shipping: 395,
          shippingTax: 66,
          duties: 30,
          adjustment: -50,
          adjustmentTax: -10,
        },
      ],
      returns: [
        {
          id: 8,
          name: '#1-R1',
          status: 'CLOSED',
          createdAt: AT,
          closedAt: null,
          lines: [
            { lineId: 11, quantity: 1, refundedQuantity: 1 },
            { lineId: null, quantity: 2, refundedQuantity: 0 },
          ],
        },
      ],
      edits: [],
      originalQuantities: [],
    });
  });

  it('tells original quantities and edits of an edited order', () => {
    const edit = {
      id: 'c',
      happenedAt: TIME,
      reason: 'ORDER_EDIT',
      sales: { nodes: [sale(3, 12, { quantity: 1 }), sale(5, 13, { lineType: 'GIFT_CARD' })] },
    };
    const edited = mapOrderDetail(
      { ...detail, agreements: { nodes: [...detail.agreements.nodes, edit] } },
      'GBP',
    );
    expect(edited.originalQuantities).toEqual([{ lineId: 11, quantity: 2 }]);
    expect(edited.edits).toEqual([
      { id: 3, at: AT, lineId: 12, quantity: 1, total: 1200, tax: 200, discountBeforeTaxes: 0 },
    ]);
  });
});

describe('the other objects', () => {
  it('are read field by field', () => {
    expect(
      mapShop({
        id: 'gid://shopify/Shop/1',
        name: 'Royal',
        myshopifyDomain: 'royal.myshopify.com',
        currencyCode: 'JPY',
        ianaTimezone: 'Asia/Tokyo',
        taxesIncluded: true,
        plan: { publicDisplayName: 'Basic', partnerDevelopment: false },
      }),
    ).toMatchObject({ id: 1, currency: 'JPY', zone: 'Asia/Tokyo', plan: 'Basic' });
    expect(
      mapInventoryItem(
        {
          id: 'gid://shopify/InventoryItem/3',
          tracked: true,
          updatedAt: TIME,
          unitCost: money('4.5'),
          inventoryLevels: {
            nodes: [true, false].map((isActive, index) => ({
              id: `gid://shopify/InventoryLevel/${index}?inventory_item_id=3`,
              updatedAt: TIME,
              isActive,
              location: { id: `gid://shopify/Location/${index + 1}` },
              quantities: [
                { name: 'available', quantity: 5 },
                { name: 'on_hand', quantity: 7 },
                { name: 'committed', quantity: 2 },
                { name: 'incoming', quantity: 1 },
              ],
            })),
          },
        },
        'GBP',
      ),
    ).toEqual({
      id: 3,
      tracked: true,
      unitCost: 450,
      updatedAt: AT,
      levels: [{ locationId: 1, available: 5, onHand: 7, committed: 2, incoming: 1, updatedAt: AT }],
    });
    expect(
      mapProduct(
        {
          id: 'gid://shopify/Product/1',
          title: 'Set',
          handle: 'set',
          vendor: 'Potter',
          productType: 'Kitchen',
          status: 'UNLISTED',
          tags: [],
          isGiftCard: false,
          createdAt: TIME,
          updatedAt: TIME,
          publishedAt: null,
          variants: {
            nodes: [
              {
                id: 'gid://shopify/ProductVariant/2',
                title: 'Default Title',
                sku: null,
                barcode: null,
                price: '1200',
                compareAtPrice: '1500',
                position: 1,
                inventoryPolicy: 'CONTINUE',
                taxable: true,
                requiresComponents: true,
                createdAt: TIME,
                updatedAt: TIME,
                selectedOptions: [],
                inventoryItem: {
                  id: 'gid://shopify/InventoryItem/3',
                  tracked: false,
                  requiresShipping: true,
                  unitCost: null,
                  updatedAt: TIME,
                },
                productVariantComponents: {
                  nodes: [
                    { id: 'x', quantity: 2, productVariant: { id: 'gid://shopify/ProductVariant/9' } },
                    { id: 'y', quantity: 1, productVariant: null },
                  ],
                },
              },
            ],
          },
        },
        'JPY',
      ).variants,
    ).toMatchObject([
      {
        id: 2,
        productId: 1,
        price: 1200,
        compareAtPrice: 1500,
        unitCost: null,
        components: [{ variantId: 9, quantity: 2 }],
      },
    ]);
    expect(
      mapLocation({
        id: 'gid://shopify/Location/4',
        name: 'Leeds',
        isActive: true,
        fulfillsOnlineOrders: false,
        updatedAt: TIME,
        address: { countryCode: 'GB', provinceCode: null },
      }),
    ).toMatchObject({ id: 4, isActive: true, fulfillsOnlineOrders: false, countryCode: 'GB' });
    expect(
      mapFulfillmentOrder({
        id: 'gid://shopify/FulfillmentOrder/6',
        orderId: 'gid://shopify/Order/1',
        status: 'OPEN',
        requestStatus: 'UNSUBMITTED',
        createdAt: TIME,
        updatedAt: TIME,
        fulfillAt: null,
        fulfillBy: TIME,
        assignedLocation: { location: null },
      }),
    ).toMatchObject({ id: 6, orderId: 1, fulfillBy: AT, locationId: null });
  });

  it('read a customer’s consent, and whether Shopify withholds who it is', () => {
    const customer = {
      id: 'gid://shopify/Customer/7',
      firstName: 'Zoë',
      lastName: null,
      state: 'ENABLED',
      tags: [],
      numberOfOrders: '12',
      createdAt: TIME,
      updatedAt: TIME,
      amountSpent: money('120.50'),
      defaultEmailAddress: {
        emailAddress: 'zoe@example.com',
        marketingState: 'SUBSCRIBED',
        marketingUpdatedAt: TIME,
      },
      defaultPhoneNumber: { phoneNumber: '+447700900123', smsMarketingConsent: { state: 'UNSUBSCRIBED' } },
      defaultAddress: ADDRESS,
    };
    expect(mapCustomer(customer, 'GBP')).toMatchObject({
      id: 7,
      orders: 12,
      spent: 12050,
      emailConsent: 'SUBSCRIBED',
      emailConsentAt: AT,
      smsConsent: 'UNSUBSCRIBED',
      countryCode: 'GB',
      redacted: false,
      person: { firstName: 'Zoë', lastName: 'Müller', email: 'zoe@example.com', phone: '+447700900123' },
    });
    const withheld = {
      ...customer,
      firstName: null,
      defaultEmailAddress: null,
      defaultPhoneNumber: null,
      defaultAddress: null,
    };
    expect(mapCustomer(withheld, 'GBP')).toMatchObject({ person: null, redacted: true });
  });
});
