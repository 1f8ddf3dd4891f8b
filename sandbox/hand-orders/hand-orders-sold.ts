/** Orders worked out with pencil and paper by docs/numbers.md: those that stay as they were sold. */
import { byHand, day, type HandOrder, units } from './hand-order-form.ts';

const LONDON = 'Europe/London';

/** The working stands beside each. */
export const soldByHand: HandOrder[] = [
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
