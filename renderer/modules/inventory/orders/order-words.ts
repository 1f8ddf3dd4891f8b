/** Purchase orders in words: their state with its sign, and how they are late. */
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import type { IconName } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/pill.tsx';

export type OrderState = PurchaseOrderView['state'];

export const ORDER_STATES: Readonly<Record<OrderState, { word: string; tone: Tone; icon: IconName }>> = {
  draft: { word: 'Draft', tone: 'quiet', icon: 'edit' },
  sent: { word: 'Sent', tone: 'live', icon: 'mail' },
  partly_received: { word: 'Partly received', tone: 'wait', icon: 'truck' },
  received: { word: 'Received', tone: 'good', icon: 'check' },
  closed: { word: 'Closed', tone: 'quiet', icon: 'lock' },
  cancelled: { word: 'Cancelled', tone: 'quiet', icon: 'cross' },
};

/** Goods can still be booked. */
export function canReceive(state: OrderState): boolean {
  return state === 'sent' || state === 'partly_received';
}
