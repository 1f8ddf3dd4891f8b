/** The width that a part of the page has, as it changes. */
import { type RefCallback, useCallback, useState } from 'react';

/**
 * `of` says what hangs on the width, in CSS pixels, 0 until it is measured: only where that changes is the part drawn
 * anew. It stays the same function. `likePage`: the part is about as wide as the page, and is drawn so at first: what is
 * large is then drawn once, not again as soon as it is measured.
 */
export function useWidth<Width extends number | string | boolean>(
  of: (px: number) => Width,
  { likePage = false } = {},
): { ref: RefCallback<HTMLElement>; width: Width } {
  const [width, setWidth] = useState(() =>
    of(likePage ? (document.querySelector('main')?.clientWidth ?? 0) : 0),
  );
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      // Before it is painted for the first time: what hangs on it must not jump.
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
      setWidth(of(Math.floor(element.clientWidth - padding)));
      const observer = new ResizeObserver(([entry]) =>
        setWidth(of(Math.floor(entry?.contentRect.width ?? 0))),
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [of],
  );
  return { ref, width };
}
