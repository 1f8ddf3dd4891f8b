/**
 * Twelve orders whose figures were worked out with pencil and paper, by docs/numbers.md. The working stands beside
 * each; sandbox/truth.ts and the mirror must both come to the same.
 */
import { handOrder, handShop, type OrderForm } from './hand-order-form.ts';
import type { Order, Shop } from './model.ts';
import type { TruthDay, TruthVariantDay } from './truth.ts';

export interface HandOrder {
  name: string;
  shop: Shop;
  orders: Order[];
  /** All days with a figure, ascending; minor units. */
  days: TruthDay[];
  /** All rows, ascending by variant and day. */
  variantDays: TruthVariantDay[];
}

const NOTHING = {
  orders: 0,
  grossSales: 0,
  discounts: 0,
  returns: 0,
  netSales: 0,
  taxes: 0,
  shipping: 0,
  tips: 0,
  duties: 0,
  unitsSold: 0,
  unitsReturned: 0,
};

function day(date: string, figures: Partial<Omit<TruthDay, 'day'>>): TruthDay {
  return { day: date, ...NOTHING, ...figures };
}

function units(
  variantId: number,
  date: string,
  figures: Partial<Omit<TruthVariantDay, 'variantId' | 'day'>>,
): TruthVariantDay {
  return { variantId, day: date, units: 0, returnedRestocked: 0, returnedLost: 0, net: 0, ...figures };
}

function byHand(
  name: string,
  shop: [name: string, currency: string, zone: string, taxesIncluded: boolean],
  forms: OrderForm[],
  days: TruthDay[],
  variantDays: TruthVariantDay[],
): HandOrder {
  const made = handShop(...shop);
  return { name, shop: made, orders: forms.map((form) => handOrder(made, form)), days, variantDays };
}

const LONDON = 'Europe/London';
const BERLIN = 'Europe/Berlin';

export const handOrders: HandOrder[] = [
  byHand(
    'JPY: no minor digits, tax on top, already tomorrow in Tokyo',
    ['hand-jpy', 'JPY', 'Asia/Tokyo', false],
    [
      {
        id: 9001,
        at: '2026-05-10T15:30:00Z', // 00:30 on the 11th in Tokyo
        total: '3717.0', // 1980 + 899 + 500 + 338
        tax: '338.0',
        discounts: '100.0',
        lines: [
          { id: 90011, variant: 801, quantity: 1, price: '1980.0', taxes: [{ rate: 0.1, amount: '198.0' }] },
          // 3 × 333 = 999, less 100 is 899; a tenth is 89.9, so 90
          {
            id: 90012,
            variant: 802,
            quantity: 3,
            price: '333.0',
            discounts: ['100.0'],
            taxes: [{ rate: 0.1, amount: '90.0' }],
          },
        ],
        sales: [
          { line: 90011, quantity: 1, total: '2178.0', tax: '198.0', discount: '0.0' },
          { line: 90012, quantity: 3, total: '989.0', tax: '90.0', discount: '100.0' },
        ],
        shipping: { price: '500.0', taxRate: 0.1, tax: '50.0' },
      },
    ],
    // gross 1980 + 999 = 2979; net 2979 − 100 = 2879; taxes 198 + 90 + 50 = 338
    [
      day('2026-05-11', {
        orders: 1,
        grossSales: 2979,
        discounts: 100,
        netSales: 2879,
        taxes: 338,
        shipping: 500,
        unitsSold: 4,
      }),
    ],
    [units(801, '2026-05-11', { units: 1, net: 1980 }), units(802, '2026-05-11', { units: 3, net: 899 })],
  ),
  byHand(
    'KWD: three minor digits',
    ['hand-kwd', 'KWD', 'Asia/Kuwait', false],
    [
      {
        id: 9002,
        at: '2026-02-03T08:00:00Z',
        total: '24.955', // 24.690 − 1.235 + 1.500
        tax: '0.0',
        discounts: '1.235',
        lines: [{ id: 90021, variant: 803, quantity: 2, price: '12.345', discounts: ['1.0', '0.235'] }],
        sales: [{ line: 90021, quantity: 2, total: '23.455', tax: '0.0', discount: '1.235' }],
        shipping: { price: '1.5', taxRate: 0, tax: '0.0' },
      },
    ],
    // 2 × 12345 = 24690 fils; 1000 + 235 = 1235 off; 23455 remain; shipping 1500
    [
      day('2026-02-03', {
        orders: 1,
        grossSales: 24690,
        discounts: 1235,
        netSales: 23455,
        shipping: 1500,
        unitsSold: 2,
      }),
    ],
    [units(803, '2026-02-03', { units: 2, net: 23455 })],
  ),
  byHand(
    'presentment: the buyer paid in dollars, the books are in pounds',
    ['hand-presentment', 'GBP', LONDON, true],
    [
      {
        id: 9003,
        at: '2026-01-15T20:00:00Z',
        total: '63.5', // 49.00 + 14.50
        tax: '0.0',
        lines: [{ id: 90031, variant: 804, quantity: 1, price: '49.0' }],
        sales: [{ line: 90031, quantity: 1, total: '49.0', tax: '0.0', discount: '0.0' }],
        shipping: { price: '14.5', taxRate: 0, tax: '0.0' },
        presentment: { currency: 'USD', total: '83.46' },
      },
    ],
    // An export without tax: 49.00 is gross and net. The 83.46 dollars are in no sum.
    [day('2026-01-15', { orders: 1, grossSales: 4900, netSales: 4900, shipping: 1450, unitsSold: 1 })],
    [units(804, '2026-01-15', { units: 1, net: 4900 })],
  ),
  byHand(
    'tax included, with a discount',
    ['hand-included', 'GBP', LONDON, true],
    [
      {
        id: 9004,
        at: '2026-03-02T10:00:00Z',
        total: '37.33', // 32.38 + 4.95
        tax: '6.23',
        discounts: '3.6',
        lines: [
          // 2 × 17.99 = 35.98, less 3.60 is 32.38, of which a sixth is tax: 5.3967, so 5.40
          {
            id: 90041,
            variant: 805,
            quantity: 2,
            price: '17.99',
            discounts: ['3.6'],
            taxes: [{ rate: 0.2, amount: '5.4' }],
          },
        ],
        sales: [{ line: 90041, quantity: 2, total: '32.38', tax: '5.4', discount: '3.0' }],
        shipping: { price: '4.95', taxRate: 0.2, tax: '0.83' },
      },
    ],
    // net = 3598 − 360 − 540 = 2698; 540 × 3598 / 3238 = 600.04, so gross = 3598 − 600 = 2998; discount 2998 − 2698 = 300
    // shipping 495 − 83 = 412; taxes 540 + 83 = 623
    [
      day('2026-03-02', {
        orders: 1,
        grossSales: 2998,
        discounts: 300,
        netSales: 2698,
        taxes: 623,
        shipping: 412,
        unitsSold: 2,
      }),
    ],
    [units(805, '2026-03-02', { units: 2, net: 2698 })],
  ),
  byHand(
    'edit: a unit taken off a discounted line, another product added the day after',
    ['hand-edit', 'EUR', BERLIN, false],
    [
      {
        id: 9005,
        at: '2026-04-07T12:00:00Z',
        total: '60.69', // 64.26 as ordered, − 21.42 + 17.85
        tax: '9.69',
        discounts: '4.0',
        lines: [
          // As ordered 3 × 20 − 6 = 54, 19% is 10.26. What remains: 2 × 20 − 4 = 36, 19% is 6.84.
          {
            id: 90051,
            variant: 806,
            quantity: 3,
            currentQuantity: 2,
            price: '20.0',
            discounts: ['4.0'],
            taxes: [{ rate: 0.19, amount: '6.84' }],
          },
          { id: 90052, variant: 807, quantity: 1, price: '15.0', taxes: [{ rate: 0.19, amount: '2.85' }] },
        ],
        sales: [{ line: 90051, quantity: 3, total: '64.26', tax: '10.26', discount: '6.0' }],
        edit: {
          at: '2026-04-08T09:00:00Z',
          sales: [
            { line: 90051, quantity: -1, total: '-21.42', tax: '-3.42', discount: '-2.0' },
            { line: 90052, quantity: 1, total: '17.85', tax: '2.85', discount: '0.0' },
          ],
        },
      },
    ],
    // First day: discount 400 − (−200) = 600, tax 684 − (−342) = 1026; the added line was ordered 0 times: 285 − 285 = 0.
    // Second day: net −2142 + 342 = −1800, gross −1800 − 200 = −2000; net 1785 − 285 = 1500, gross 1500.
    [
      day('2026-04-07', {
        orders: 1,
        grossSales: 6000,
        discounts: 600,
        netSales: 5400,
        taxes: 1026,
        unitsSold: 3,
      }),
      day('2026-04-08', { grossSales: -500, discounts: -200, netSales: -300, taxes: -57 }),
    ],
    [
      units(806, '2026-04-07', { units: 3, net: 5400 }),
      units(806, '2026-04-08', { units: -1, net: -1800 }),
      units(807, '2026-04-08', { units: 1, net: 1500 }),
    ],
  ),
  byHand(
    'tip, beside a gift card and an item without a variant',
    ['hand-tip', 'GBP', LONDON, true],
    [
      {
        id: 9006,
        at: '2026-06-20T17:45:00Z',
        total: '33.0', // 12 + 10 + 6 + 5
        tax: '3.0',
        lines: [
          { id: 90061, variant: 808, quantity: 1, price: '12.0', taxes: [{ rate: 0.2, amount: '2.0' }] },
          { id: 90062, variant: 809, quantity: 1, price: '10.0', giftCard: true },
          { id: 90063, variant: 0, quantity: 1, price: '6.0', taxes: [{ rate: 0.2, amount: '1.0' }] },
        ],
        sales: [
          { line: 90061, quantity: 1, total: '12.0', tax: '2.0', discount: '0.0' },
          { line: 90062, quantity: 1, total: '10.0', tax: '0.0', discount: '0.0' },
          { line: 90063, quantity: 1, total: '6.0', tax: '1.0', discount: '0.0' },
        ],
        tip: '5.0',
      },
    ],
    // 1200 − 200 = 1000 and 600 − 100 = 500; the gift card is no sale; two units
    [day('2026-06-20', { orders: 1, grossSales: 1500, netSales: 1500, taxes: 300, tips: 500, unitsSold: 2 })],
    [units(808, '2026-06-20', { units: 1, net: 1000 })],
  ),
  byHand(
    'duty, given back with the goods',
    ['hand-duty', 'GBP', LONDON, true],
    [
      {
        id: 9007,
        at: '2026-07-01T11:00:00Z',
        total: '102.5', // 80 + 14.50 + 8
        tax: '0.0',
        lines: [{ id: 90071, variant: 810, quantity: 1, currentQuantity: 0, price: '80.0', duty: '8.0' }],
        sales: [{ line: 90071, quantity: 1, total: '80.0', tax: '0.0', discount: '0.0' }],
        shipping: { price: '14.5', taxRate: 0, tax: '0.0' },
        duties: '8.0',
        refunds: [
          {
            id: 90079,
            at: '2026-07-20T09:00:00Z',
            total: '88.0',
            lines: [{ line: 90071, quantity: 1, restock: 'LEGACY_RESTOCK', subtotal: '80.0', tax: '0.0' }],
            duty: '8.0',
          },
        ],
        refunded: '88.0',
        currentTotal: '14.5',
      },
    ],
    [
      day('2026-07-01', {
        orders: 1,
        grossSales: 8000,
        netSales: 8000,
        shipping: 1450,
        duties: 800,
        unitsSold: 1,
      }),
      day('2026-07-20', { returns: 8000, netSales: -8000, duties: -800, unitsReturned: 1 }),
    ],
    [
      units(810, '2026-07-01', { units: 1, net: 8000 }),
      units(810, '2026-07-20', { returnedRestocked: 1, net: -8000 }),
    ],
  ),
  byHand(
    'rounding: exact halves, a whole discount, two taxes on one line',
    ['hand-rounding', 'GBP', LONDON, true],
    [
      {
        id: 9008,
        at: '2026-08-08T08:08:08Z',
        total: '1.55', // 0.20 + 0.25 + 0 + 1.10
        tax: '0.17',
        discounts: '3.35',
        lines: [
          {
            id: 90081,
            variant: 811,
            quantity: 1,
            price: '0.3',
            discounts: ['0.1'],
            taxes: [{ rate: 0.2, amount: '0.03' }],
          },
          {
            id: 90082,
            variant: 812,
            quantity: 1,
            price: '0.5',
            discounts: ['0.25'],
            taxes: [{ rate: 0.2, amount: '0.04' }],
          },
          {
            id: 90083,
            variant: 813,
            quantity: 2,
            price: '1.5',
            discounts: ['2.0', '1.0'],
            taxes: [{ rate: 0.2, amount: '0.0' }],
          },
          {
            id: 90084,
            variant: 814,
            quantity: 1,
            price: '1.1',
            taxes: [
              { rate: 0.05, amount: '0.05' },
              { rate: 0.05, amount: '0.05' },
            ],
          },
        ],
        sales: [
          { line: 90081, quantity: 1, total: '0.2', tax: '0.03', discount: '0.08' },
          { line: 90082, quantity: 1, total: '0.25', tax: '0.04', discount: '0.21' },
          { line: 90083, quantity: 2, total: '0.0', tax: '0.0', discount: '2.5' },
          { line: 90084, quantity: 1, total: '1.1', tax: '0.1', discount: '0.0' },
        ],
      },
    ],
    // 1: 3 × 30 / 20 = 4.5, away from zero 5: gross 25, net 30 − 10 − 3 = 17, discount 8
    // 2: 4 × 50 / 25 = 8: gross 42, net 50 − 25 − 4 = 21, discount 21
    // 3: all given away: gross 300, net 0, discount 300
    // 4: tax 5 + 5: gross 110 − 10 = 100
    // gross 25 + 42 + 300 + 100 = 467; discounts 8 + 21 + 300 = 329; net 138; taxes 3 + 4 + 10 = 17
    [
      day('2026-08-08', {
        orders: 1,
        grossSales: 467,
        discounts: 329,
        netSales: 138,
        taxes: 17,
        unitsSold: 5,
      }),
    ],
    [
      units(811, '2026-08-08', { units: 1, net: 17 }),
      units(812, '2026-08-08', { units: 1, net: 21 }),
      units(813, '2026-08-08', { units: 2, net: 0 }),
      units(814, '2026-08-08', { units: 1, net: 100 }),
    ],
  ),
  byHand(
    'partial refund: one unit back to the shelf, one lost, a pound for the trouble',
    ['hand-refund', 'GBP', LONDON, true],
    [
      {
        id: 9009,
        at: '2026-09-01T12:00:00Z',
        total: '29.97',
        tax: '5.0', // a sixth of 29.97 is 4.995: 5.00
        lines: [
          {
            id: 90091,
            variant: 815,
            quantity: 3,
            currentQuantity: 1,
            price: '9.99',
            taxes: [{ rate: 0.2, amount: '5.0' }],
          },
        ],
        sales: [{ line: 90091, quantity: 3, total: '29.97', tax: '5.0', discount: '0.0' }],
        refunds: [
          {
            id: 90098,
            at: '2026-09-13T12:00:00Z',
            total: '9.99',
            lines: [{ line: 90091, quantity: 1, restock: 'RETURN', subtotal: '9.99', tax: '1.67' }],
          },
          {
            id: 90099,
            at: '2026-09-15T12:00:00Z',
            total: '10.99',
            lines: [{ line: 90091, quantity: 1, restock: 'NO_RESTOCK', subtotal: '9.99', tax: '1.66' }],
            adjustment: { amount: '-1.0', tax: '0.0' },
          },
        ],
        refunded: '20.98',
        currentTotal: '8.99',
      },
    ],
    // 2997 − 500 = 2497. First refund 999 − 167 = 832. Second 999 − 166 = 833, and 100 beyond: 933, but the
    // variant's own net loses 833 only.
    [
      day('2026-09-01', { orders: 1, grossSales: 2497, netSales: 2497, taxes: 500, unitsSold: 3 }),
      day('2026-09-13', { returns: 832, netSales: -832, taxes: -167, unitsReturned: 1 }),
      day('2026-09-15', { returns: 933, netSales: -933, taxes: -166, unitsReturned: 1 }),
    ],
    [
      units(815, '2026-09-01', { units: 3, net: 2497 }),
      units(815, '2026-09-13', { returnedRestocked: 1, net: -832 }),
      units(815, '2026-09-15', { returnedLost: 1, net: -833 }),
    ],
  ),
  byHand(
    'shipping refund, and an adjustment with tax of its own',
    ['hand-shipping', 'EUR', BERLIN, false],
    [
      {
        id: 9010,
        at: '2026-10-05T07:00:00Z',
        total: '54.62', // 40 + 7.60 + 5.90 + 1.12
        tax: '8.72',
        lines: [
          { id: 90101, variant: 816, quantity: 1, price: '40.0', taxes: [{ rate: 0.19, amount: '7.6' }] },
        ],
        sales: [{ line: 90101, quantity: 1, total: '47.6', tax: '7.6', discount: '0.0' }],
        shipping: { price: '5.9', taxRate: 0.19, tax: '1.12' },
        refunds: [
          {
            id: 90109,
            at: '2026-10-12T22:30:00Z', // 00:30 on the 13th in Berlin
            total: '9.4', // 5.90 + 1.12 + 2.00 + 0.38
            shipping: { subtotal: '5.9', tax: '1.12' },
            adjustment: { amount: '-2.0', tax: '-0.38' },
          },
        ],
        refunded: '9.4',
        currentTotal: '45.22',
      },
    ],
    // taxes of the refund: −112 − 38 = −150
    [
      day('2026-10-05', {
        orders: 1,
        grossSales: 4000,
        netSales: 4000,
        taxes: 872,
        shipping: 590,
        unitsSold: 1,
      }),
      day('2026-10-13', { returns: 200, netSales: -200, taxes: -150, shipping: -590 }),
    ],
    [units(816, '2026-10-05', { units: 1, net: 4000 })],
  ),
  byHand(
    'midnight where the clock changes',
    ['hand-midnight', 'GBP', LONDON, true],
    [
      {
        // The clock goes forward on 29 March 2026 at 01:00 UTC: this is still the 28th, its refund already the 30th.
        id: 9011,
        at: '2026-03-28T23:59:59Z',
        total: '6.0',
        tax: '1.0',
        lines: [
          {
            id: 90111,
            variant: 817,
            quantity: 1,
            currentQuantity: 0,
            price: '6.0',
            taxes: [{ rate: 0.2, amount: '1.0' }],
          },
        ],
        sales: [{ line: 90111, quantity: 1, total: '6.0', tax: '1.0', discount: '0.0' }],
        refunds: [
          {
            id: 90119,
            at: '2026-03-29T23:30:00Z',
            total: '6.0',
            lines: [{ line: 90111, quantity: 1, restock: 'CANCEL', subtotal: '6.0', tax: '1.0' }],
          },
        ],
        refunded: '6.0',
        currentTotal: '0.0',
      },
      {
        // It goes back on 25 October at 01:00 UTC: that day lasts from 23:00 UTC on the 24th for 25 hours.
        id: 9012,
        at: '2026-10-24T23:00:00Z',
        total: '1.2',
        tax: '0.2',
        lines: [
          { id: 90121, variant: 817, quantity: 1, price: '1.2', taxes: [{ rate: 0.2, amount: '0.2' }] },
        ],
        sales: [{ line: 90121, quantity: 1, total: '1.2', tax: '0.2', discount: '0.0' }],
      },
      {
        id: 9013,
        at: '2026-10-25T23:59:59Z',
        total: '2.4',
        tax: '0.4',
        lines: [
          { id: 90131, variant: 817, quantity: 2, price: '1.2', taxes: [{ rate: 0.2, amount: '0.4' }] },
        ],
        sales: [{ line: 90131, quantity: 2, total: '2.4', tax: '0.4', discount: '0.0' }],
      },
    ],
    // 25 October: 120 − 20 = 100 and 240 − 40 = 200
    [
      day('2026-03-28', { orders: 1, grossSales: 500, netSales: 500, taxes: 100, unitsSold: 1 }),
      day('2026-03-30', { returns: 500, netSales: -500, taxes: -100, unitsReturned: 1 }),
      day('2026-10-25', { orders: 2, grossSales: 300, netSales: 300, taxes: 60, unitsSold: 3 }),
    ],
    [
      units(817, '2026-03-28', { units: 1, net: 500 }),
      units(817, '2026-03-30', { returnedRestocked: 1, net: -500 }),
      units(817, '2026-10-25', { units: 3, net: 300 }),
    ],
  ),
  byHand(
    'test order, even refunded',
    ['hand-test', 'GBP', LONDON, true],
    [
      {
        id: 9014,
        at: '2026-11-11T11:11:11Z',
        total: '12.0',
        tax: '2.0',
        lines: [
          {
            id: 90141,
            variant: 818,
            quantity: 1,
            currentQuantity: 0,
            price: '12.0',
            taxes: [{ rate: 0.2, amount: '2.0' }],
          },
        ],
        sales: [{ line: 90141, quantity: 1, total: '12.0', tax: '2.0', discount: '0.0' }],
        test: true,
        refunds: [
          {
            id: 90149,
            at: '2026-11-12T10:00:00Z',
            total: '12.0',
            lines: [{ line: 90141, quantity: 1, restock: 'RETURN', subtotal: '12.0', tax: '2.0' }],
          },
        ],
        refunded: '12.0',
        currentTotal: '0.0',
      },
    ],
    [],
    [],
  ),
];
