/** The width that a part of the page has, as it changes. */
import { type RefCallback, useCallback, useState } from 'react';

/**
 * In CSS pixels; 0 until it is measured. `likePage`: it is about as wide as the page, and is drawn so at first: what is
 * large is then drawn once, not again as soon as it is measured.
 */
export function useWidth({ likePage = false } = {}): { ref: RefCallback<HTMLElement>; width: number } {
  const [width, setWidth] = useState(() =>
    likePage ? (document.querySelector('main')?.clientWidth ?? 0) : 0,
  );
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    // Before it is painted for the first time: what hangs on it must not jump.
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
    setWidth(Math.floor(element.clientWidth - padding));
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
