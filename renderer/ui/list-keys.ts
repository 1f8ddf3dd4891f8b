/** Lists by keyboard: j and k or the arrows go from row to row, as in a mailbox. */
import type { KeyboardEvent } from 'react';

/** For `onKeyDown` of the list; rows carry `data-row` and can take the focus. */
export function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  if (target.closest('input, textarea, select')) return;
  // A dialog that a row opened lies elsewhere on the page; its keys bubble here through React.
  if (!event.currentTarget.contains(target)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(target));
  const next = rows[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
