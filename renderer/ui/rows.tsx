/** A list walked by j and k, whose rows open with Enter. */
import type { ReactNode, Ref } from 'react';
import { moveByKey } from './list-keys.ts';

interface RowsProps {
  label?: string;
  children: ReactNode;
}

export function Rows({ label, children }: RowsProps) {
  return (
    <ul className="rows" aria-label={label} onKeyDown={moveByKey}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** The row in a word or title, as it is read when it takes the focus. */
  label: string;
  /** Takes the keyboard when the list is entered: the first. */
  first: boolean;
  /** Of Enter and of a click that meets no control within. */
  onOpen?: () => void;
  /** The one that is looked at. */
  current?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLLIElement>;
}

export function Row({ label, first, onOpen, current, children, ref }: RowProps) {
  return (
    <li
      className={onOpen ? 'row row-opens' : 'row'}
      ref={ref}
      data-row
      tabIndex={first ? 0 : -1}
      aria-label={label}
      aria-current={current || undefined}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.();
      }}
      onClick={(event) => {
        const on = event.target as HTMLElement;
        // A press in a dialog that the row opened bubbles through React, though it lies elsewhere on the page.
        if (!event.currentTarget.contains(on)) return;
        if (!on.closest('a, button, input, select, textarea, label')) onOpen?.();
      }}
    >
      {children}
    </li>
  );
}
