/** Kinds of actions that can be changed before they are decided on. */

const EDITABLE: readonly string[] = ['purchase_order.create', 'price.change', 'order.tag'];

export function canEdit(type: string): boolean {
  return EDITABLE.includes(type);
}
