/**
 * Twelve cases whose figures were worked out by hand; sandbox/truth.ts and the mirror must both come to the same.
 */
import type { HandOrder } from './hand-order-form.ts';
import { changedByHand } from './hand-orders-changed.ts';
import { soldByHand } from './hand-orders-sold.ts';

export const handOrders: HandOrder[] = [...soldByHand, ...changedByHand];
