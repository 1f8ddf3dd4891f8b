/** Which way a purchase order goes: draft → sent → partly received → received → closed, or cancelled. */
import type { PurchaseOrderState } from './types.ts';

export type PurchaseOrderStep = 'edit' | 'adjust' | 'send' | 'receive' | 'cancel' | 'close';

/** adjust: charges, rates, note and expected date, which are often known only when the invoice comes. */
const ALLOWED: Record<PurchaseOrderStep, readonly PurchaseOrderState[]> = {
  edit: ['draft'],
  adjust: ['draft', 'sent', 'partly_received', 'received'],
  send: ['draft'],
  // Goods that come of a draft show that it was ordered.
  receive: ['draft', 'sent', 'partly_received', 'received'],
  cancel: ['draft', 'sent'],
  close: ['partly_received', 'received'],
};

export function allows(state: PurchaseOrderState, step: PurchaseOrderStep): boolean {
  return ALLOWED[step].includes(state);
}

/** Where nothing more is to come. */
export const OVER: readonly PurchaseOrderState[] = ['received', 'closed', 'cancelled'];

/** What booking or taking back a receipt leads to. */
export function stateAfterReceipt(order: {
  state: PurchaseOrderState;
  sentAt: number | null;
  lines: readonly { quantity: number; received: number; damaged: number; short: number }[];
}): PurchaseOrderState {
  if (order.state === 'closed' || order.state === 'cancelled') return order.state;
  const came = order.lines.some((line) => line.received + line.damaged + line.short > 0);
  if (!came) return order.sentAt === null ? 'draft' : 'sent';
  const complete = order.lines.every((line) => line.received + line.damaged + line.short >= line.quantity);
  return complete ? 'received' : 'partly_received';
}
