/** The action types of the program, by name. */
import type { ActionType } from './action-type.ts';
import { orderTag } from './order-tag.ts';
import { priceChange } from './price-change.ts';
import { purchaseOrderCancel } from './purchase-order-cancel.ts';
import { purchaseOrderCreate } from './purchase-order-create.ts';
import { purchaseOrderIncoming } from './purchase-order-incoming.ts';
import { purchaseOrderReceive } from './purchase-order-receive.ts';
import { stockCount } from './stock-count.ts';

export const ACTION_TYPES: readonly ActionType[] = [
  priceChange,
  purchaseOrderCreate,
  purchaseOrderCancel,
  purchaseOrderReceive,
  purchaseOrderIncoming,
  stockCount,
  orderTag,
];
