/** orders.*: the list and one order, of whose buyer only the country is told. */
import type { OrdersPage, OrderView } from '../../shared/contract/order-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { OrderRow } from '../mirror/order-queries.ts';
import type { CoreParts, Implementer } from './parts.ts';

export function orderProcedures(os: Implementer, { stores }: CoreParts) {
  return {
    orders: {
      page: os.orders.page.handler(({ input }): OrdersPage => {
        const { info, mirror } = stores.get(input.storeId);
        const { rows, next } = mirror.orderPage(input);
        return { storeId: info.id, asOf: mirror.reader().syncedAt(), rows: rows.map(orderRow), next };
      }),
      show: os.orders.show.handler(({ input }): OrderView => {
        const { info, mirror } = stores.get(input.storeId);
        const order = mirror.order(input.orderId);
        if (!order)
          throw new RoyalError({
            code: 'not_found',
            message: `${info.name} has no order with the id ${input.orderId}.`,
            next: 'Look for it by its name, as #1001; it may have been deleted in the shop.',
          });
        const money = (minor: number) => ({ minor, currency: order.currency });
        return {
          ...orderRow(order),
          storeId: info.id,
          asOf: mirror.reader().syncedAt(),
          discounts: money(order.discounts),
          shipping: money(order.shipping),
          tax: money(order.tax),
          refunded: money(order.refunded),
          cancelReason: order.cancelReason,
          lines: order.lines.map((line) => ({
            ...line,
            unitPrice: money(line.unitPrice),
            discount: money(line.discount),
          })),
        };
      }),
    },
  };
}

function orderRow({ currency, total, ...row }: OrderRow) {
  const { orderId, name, placedAt, items, financialState, fulfillmentState, cancelled, country } = row;
  return {
    orderId,
    name,
    placedAt,
    total: { minor: total, currency },
    items,
    financialState,
    fulfillmentState,
    cancelled,
    country,
  };
}
