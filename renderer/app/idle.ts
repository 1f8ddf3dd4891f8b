/** When work that nobody asked for may be done. */

/** A moment in which the page has nothing else to do, or two seconds later: what is done ahead must not be felt. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has none.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 2_000 });
    else setTimeout(resolve, 200);
  });
}

/** A while of `ms` in which the person pressed and scrolled nothing, counted from now. */
export function unattended(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const active = new AbortController();
    let over: ReturnType<typeof setTimeout>;
    const begin = (): void => {
      clearTimeout(over);
      over = setTimeout(() => {
        active.abort();
        resolve();
      }, ms);
    };
    for (const kind of ['pointerdown', 'keydown', 'scroll'])
      addEventListener(kind, begin, { capture: true, passive: true, signal: active.signal });
    begin();
  });
}
