/** What the figures of the first page mean, as docs/numbers.md has it. */
export const DEFINITIONS = {
  netSales:
    'Goods sold today less discounts and refunds, without tax, shipping, tips and gift cards, in the store’s own currency. Compared with the median of the last eight days of this weekday until the same time.',
  orders:
    'Orders placed today in the store’s time zone; test orders are left out. Compared as net sales are.',
  margin:
    'Net sales less the cost of the goods, as a share of net sales, over the 28 whole days before today. Only sales whose cost is known count; the share of those is beside it.',
  runningOut:
    'Products that sell and whose stock, with what is on its way, will be gone before goods ordered today could arrive. At risk: the margin lost if nothing is ordered now.',
} as const;
