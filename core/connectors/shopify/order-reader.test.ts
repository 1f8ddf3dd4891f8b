import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapLine, mapOrder } from './map-order.ts';
import { OrderReader } from './order-reader.ts';

/** Mostly what the reader takes; now and then what it must leave to the parser. */
const usually = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 80, arbitrary: usual }, { weight: 1, arbitrary: unusual });
const money = usually(
  fc.oneof(
    fc.record({
      amount: fc.integer({ min: -99_999, max: 9_999_999 }).map((minor) => (minor / 100).toFixed(2)),
      currencyCode: fc.constantFrom('GBP', 'KWD'),
    }),
    fc.record({ amount: fc.nat(99_999).map(String), currencyCode: fc.constantFrom('GBP', 'JPY') }),
    fc.constantFrom({ amount: '0.0', currencyCode: 'GBP' }, { amount: '-0.00', currencyCode: 'GBP' }),
  ),
  fc.record({
    amount: fc.constantFrom('1.005', '12.345678', '12345678901234'),
    currencyCode: fc.constantFrom('GBP', 'JPY'),
  }),
);
const bag = money.map((shopMoney) => ({ shopMoney }));
const text = usually(
  fc.constantFrom('', 'Mug', 'Zoë’s mug', 'WELCOME10', '+44 7700 900123'),
  fc.oneof(fc.constantFrom('a "quoted" one', 'back\\slash', 'two\nlines'), fc.string({ maxLength: 12 })),
);
const instant = fc
  .integer({ min: Date.UTC(1999, 0), max: Date.UTC(2040, 0) })
  .map((at) => new Date(at - (at % 1000)).toISOString().replace('.000Z', 'Z'));
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const gid = (type: string) => fc.integer({ min: 1, max: 2 ** 50 }).map((id) => `gid://shopify/${type}/${id}`);
const ref = (type: string) => gid(type).map((id) => ({ id }));
const taxLines = fc.array(
  fc.record({ title: text, rate: orNull(fc.constantFrom(0, 0.2, 0.055, 1e-7)), priceSet: bag }),
  {
    maxLength: 2,
  },
);
const address = fc.record({
  firstName: orNull(text),
  lastName: orNull(text),
  company: orNull(text),
  address1: orNull(text),
  address2: orNull(text),
  city: orNull(text),
  zip: orNull(text),
  phone: orNull(text),
  countryCodeV2: orNull(fc.constantFrom('GB', 'JP')),
  provinceCode: orNull(text),
});

const line = fc.record({
  id: gid('LineItem'),
  title: text,
  variantTitle: orNull(text),
  sku: orNull(text),
  vendor: orNull(text),
  quantity: fc.nat(1000),
  currentQuantity: fc.nat(1000),
  isGiftCard: fc.boolean(),
  taxable: fc.boolean(),
  requiresShipping: fc.boolean(),
  product: orNull(ref('Product')),
  variant: orNull(ref('ProductVariant')),
  originalUnitPriceSet: bag,
  discountAllocations: fc.array(fc.record({ allocatedAmountSet: bag }), { maxLength: 2 }),
  taxLines,
  duties: fc.array(fc.record({ id: gid('Duty'), price: bag }), { maxLength: 1 }),
  __parentId: gid('Order'),
});

const order = fc.record({
  id: gid('Order'),
  name: text,
  createdAt: instant,
  processedAt: instant,
  updatedAt: instant,
  cancelledAt: orNull(instant),
  cancelReason: orNull(text),
  closedAt: orNull(instant),
  test: fc.boolean(),
  edited: fc.boolean(),
  currencyCode: fc.constantFrom('GBP', 'JPY'),
  presentmentCurrencyCode: fc.constantFrom('GBP', 'KWD'),
  taxesIncluded: fc.boolean(),
  displayFinancialStatus: orNull(text),
  displayFulfillmentStatus: text,
  returnStatus: fc.constantFrom('NO_RETURN', 'RETURNED'),
  sourceName: orNull(text),
  tags: fc.array(text, { maxLength: 2 }),
  discountCodes: fc.array(text, { maxLength: 2 }),
  email: orNull(text),
  phone: orNull(text),
  customer: orNull(ref('Customer')),
  shippingAddress: orNull(address),
  billingAddress: orNull(address),
  risk: orNull(
    fc.record({
      recommendation: text,
      assessments: fc.array(
        fc.record({
          riskLevel: text,
          facts: fc.array(fc.record({ description: text, sentiment: text }), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    }),
  ),
  totalPriceSet: fc.record({ shopMoney: money, presentmentMoney: money }),
  currentTotalPriceSet: bag,
  totalDiscountsSet: orNull(bag),
  totalTaxSet: orNull(bag),
  totalShippingPriceSet: bag,
  totalTipReceivedSet: orNull(bag),
  originalTotalDutiesSet: orNull(bag),
  totalRefundedSet: bag,
  totalCashRoundingAdjustment: orNull(fc.record({ paymentSet: bag, refundSet: bag })),
  shippingLine: orNull(fc.record({ title: text, taxLines })),
  transactions: fc.array(
    fc.record({
      id: gid('OrderTransaction'),
      kind: text,
      status: text,
      gateway: orNull(text),
      test: fc.boolean(),
      createdAt: instant,
      processedAt: orNull(instant),
      amountSet: bag,
      fees: fc.array(fc.record({ id: gid('TransactionFee'), amount: money, taxAmount: orNull(money) }), {
        maxLength: 2,
      }),
    }),
    { maxLength: 2 },
  ),
  refunds: fc.array(ref('Refund'), { maxLength: 1 }),
});

function read(json: string, prefix = 0): ReturnType<OrderReader['read']> {
  const bytes = Buffer.from(`${'x'.repeat(prefix)}${json}\n`);
  return new OrderReader('GBP').read(bytes, prefix, bytes.length - 1);
}

const PLAIN_LINE = {
  id: 'gid://shopify/LineItem/5',
  title: 'Mug',
  variantTitle: 'Blue',
  sku: 'MUG',
  vendor: 'Potter’s',
  quantity: 2,
  currentQuantity: 1,
  isGiftCard: false,
  taxable: true,
  requiresShipping: true,
  product: { id: 'gid://shopify/Product/3' },
  variant: null,
  originalUnitPriceSet: { shopMoney: { amount: '12.0', currencyCode: 'GBP' } },
  discountAllocations: [],
  taxLines: [{ title: 'VAT', rate: 0.2, priceSet: { shopMoney: { amount: '4.00', currencyCode: 'GBP' } } }],
  duties: [],
  __parentId: 'gid://shopify/Order/9',
};

describe('OrderReader', () => {
  it('means the same as JSON.parse and the mapper, or leaves it to them', () => {
    let readLines = 0;
    let readOrders = 0;
    fc.assert(
      fc.property(line, order, fc.nat(40), (lineJson, orderJson, prefix) => {
        const fromLine = read(JSON.stringify(lineJson), prefix);
        if (fromLine) {
          expect(fromLine).toEqual({
            orderId: Number(lineJson.__parentId.split('/').at(-1)),
            line: mapLine(lineJson),
          });
          readLines++;
        }
        const fromOrder = read(JSON.stringify(orderJson), prefix);
        if (fromOrder) {
          expect(fromOrder).toEqual(mapOrder(orderJson, 'GBP'));
          readOrders++;
        }
      }),
      { numRuns: 300, seed: 20261123 },
    );
    expect(readLines).toBeGreaterThan(150);
    expect(readOrders).toBeGreaterThan(60);
  });

  it('reads a line with slashes escaped, and with its fields in another order', () => {
    const expected = { orderId: 9, line: mapLine(PLAIN_LINE) };
    const json = JSON.stringify(PLAIN_LINE);
    expect(read(json)).toEqual(expected);
    expect(read(json.replaceAll('/', '\\/'))).toEqual(expected);
    const { id, ...rest } = PLAIN_LINE;
    const turned = Object.fromEntries([['id', id], ...Object.entries(rest).reverse()]);
    expect(read(JSON.stringify(turned))).toEqual(expected);
  });

  it('leaves to the parser what is cut off, has a field too many or too few, or is spaced', () => {
    const json = JSON.stringify(PLAIN_LINE);
    for (let end = 0; end < json.length; end++) expect(read(json.slice(0, end))).toBeNull();
    expect(read(`${json} `)).toBeNull();
    expect(read(JSON.stringify(PLAIN_LINE, null, 1))).toBeNull();
    expect(read(JSON.stringify({ ...PLAIN_LINE, colour: 'blue' }))).toBeNull();
    expect(read(JSON.stringify({ ...PLAIN_LINE, title: undefined }))).toBeNull();
    expect(read(JSON.stringify({ ...PLAIN_LINE, quantity: '2' }))).toBeNull();
  });
});
