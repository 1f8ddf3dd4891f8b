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

interface Part {
  quantity: number;
  received: number;
  damaged: number;
  short: number;
}

/** What booking or taking back a receipt leads to: more than was ordered at one place fills no other. */
export function stateAfterReceipt(order: {
  state: PurchaseOrderState;
  sentAt: number | null;
  lines: readonly { allocations: readonly Part[] }[];
}): PurchaseOrderState {
  if (order.state === 'closed' || order.state === 'cancelled') return order.state;
  const parts = order.lines.flatMap(({ allocations }) => allocations);
  const settled = ({ received, damaged, short }: Part): number => received + damaged + short;
  if (!parts.some((part) => settled(part) > 0)) return order.sentAt === null ? 'draft' : 'sent';
  return parts.every((part) => settled(part) >= part.quantity) ? 'received' : 'partly_received';
}
