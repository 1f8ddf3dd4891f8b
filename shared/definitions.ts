/** What each figure on the screens means: shown as help, and held together with docs/numbers.md by a test. */

export interface Definition {
  label: string;
  meaning: string;
  /** "money", "units", "days" …; what the number counts. */
  unit: string;
  /** Where it comes from. */
  source: string;
}

export const DEFINITIONS = {
  todayNetSales: {
    label: 'Net sales today',
    meaning: 'Sales less discounts and returns, without tax, booked today until now.',
    unit: 'money of the store',
    source: 'orders, refunds and edits of the shop, by hour of the store’s zone',
  },
  todayOrders: {
    label: 'Orders today',
    meaning: 'Orders placed today until now, cancelled ones included, test orders not.',
    unit: 'orders',
    source: 'orders of the shop, by hour of the store’s zone',
  },
  usual: {
    label: 'Usual by now',
    meaning:
      'Median of the last eight days of the same weekday, each until the same local time; a running hour counts by the part that has passed. Not said below three such days.',
    unit: 'as the figure it stands beside',
    source: 'sums by hour of earlier days',
  },
  grossMargin: {
    label: 'Gross margin',
    meaning:
      'Net sales less cost, as a share of net sales, of the 28 whole days before today; only sales whose cost is known count in it.',
    unit: 'percent of net sales',
    source: 'sums by day and the unit costs of now: as filled in here, else as in the shop',
  },
  knownShare: {
    label: 'Cost known',
    meaning: 'Share of net sales whose unit cost is known. What is unknown is not taken as zero.',
    unit: 'percent of net sales',
    source: 'unit costs as filled in here, else as in the shop',
  },
  runningOut: {
    label: 'Runs out before the next delivery',
    meaning:
      'Variants that sell and whose stock, with what is due before, is gone before an order placed today could arrive.',
    unit: 'variants',
    source: 'outlook of the inventory agent, stock of the shop, lead times of the suppliers',
  },
  atRisk: {
    label: 'Margin at risk',
    meaning:
      'Margin of the units to order that would go unsold until the order after the next, two reviews later, if nothing is ordered before; a range, and only of variants whose cost is known.',
    unit: 'money of the store',
    source: 'outlook of the inventory agent and unit costs as filled in here, else as in the shop',
  },
  daysLeft: {
    label: 'Days left',
    meaning:
      'Days until what is available is gone if demand comes as forecast; four futures of five lie in the range beside it.',
    unit: 'days',
    source: 'outlook of the inventory agent, judged anew whenever stock, orders to suppliers or terms move',
  },
  orderBy: {
    label: 'Order by',
    meaning: 'Last day on which an order still comes before the reserve is touched; today at the earliest.',
    unit: 'date of the store’s zone',
    source: 'days left, reserve and lead time',
  },
  coverState: {
    label: 'State of stock',
    meaning:
      'Out: nothing available. Order now: below the reorder point. Runs out first: enough is on its way, but what is there is gone before that is sure to come: orders on the day they are due, a lead time from today where nobody knows. Order soon: below it by the next review. Too much: lasts more than 180 days, and than lead time, two reviews and the reserve. Not selling: not sold on 90 days in stock. Not known: without an outlook, with the reason.',
    unit: 'state',
    source: 'outlook of the inventory agent and the supplier’s terms',
  },
  perDay: {
    label: 'Units a day',
    meaning: 'Units expected a day over lead time and review, returns that go back to stock taken off.',
    unit: 'units a day',
    source: 'forecast of the inventory agent',
  },
  stockValue: {
    label: 'Value at cost',
    meaning: 'Units available times unit cost; stock below zero is worth nothing, unknown cost is no value.',
    unit: 'money of the store',
    source: 'stock of the shop and unit costs as filled in here, else as in the shop',
  },
  forecastBand: {
    label: 'Forecast range',
    meaning: 'Eight of ten times what comes should lie in it.',
    unit: 'as the figure it belongs to',
    source: 'errors of the forecast in tests on the past',
  },
  mase: {
    label: 'Forecast error (MASE)',
    meaning:
      'Mean error in tests on the past, in units of the error of repeating the last week; beside it the same of repeating the last week in those tests.',
    unit: 'ratio',
    source: 'backtests of the demand engine',
  },
  coverage: {
    label: 'Range held',
    meaning:
      'Share of tested days that fell into the range, each test judged by the errors of the others; it should be about 80%.',
    unit: 'percent of days',
    source: 'backtests of the demand engine',
  },
  reorderPoint: {
    label: 'Reorder point',
    meaning:
      'Units needed over lead time and half a review, and the reserve; below it an order is due, up to what a whole review needs.',
    unit: 'units',
    source: 'forecast and the supplier’s terms',
  },
  riskBeforeDelivery: {
    label: 'Risk before delivery',
    meaning:
      'Chance that what there is and comes is gone before an order placed today arrives. Of what is on the way counts what is due before.',
    unit: 'percent',
    source: 'forecast, stock and lead time',
  },
  riskPerCycle: {
    label: 'Risk per order cycle',
    meaning: 'Chance of running out between two deliveries under these terms.',
    unit: 'percent',
    source: 'forecast and the supplier’s terms',
  },
  averageStock: {
    label: 'Average stock',
    meaning: 'Reserve and half of what one order brings: units on the shelf once the terms have settled.',
    unit: 'units',
    source: 'forecast and the supplier’s terms',
  },
  moneyBound: {
    label: 'Money bound',
    meaning: 'Average stock at unit cost.',
    unit: 'money of the store',
    source: 'average stock and unit cost',
  },
  comparableBefore: {
    label: 'Before',
    meaning:
      'The comparable whole bucket of the period before: as many weeks earlier as the period has, so weekdays meet; months as many months earlier.',
    unit: 'as the figure it stands beside',
    source: 'sums by day',
  },
} as const satisfies Record<string, Definition>;
