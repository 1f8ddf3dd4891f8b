/** Orders worked out with pencil and paper by docs/numbers.md: those that are edited or refunded. */
import { byHand, day, type HandOrder, units } from './hand-order-form.ts';

const LONDON = 'Europe/London';
const BERLIN = 'Europe/Berlin';

/** The working stands beside each. */
export const changedByHand: HandOrder[] = [
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
];
