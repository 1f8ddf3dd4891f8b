/** When work that nobody asked for may be done. */

/** A scroll is over once its last step is so long ago. */
const SCROLL_OVER_MS = 200;

/** By performance.now(); followed from the first question on. */
let scrolledAt: number | undefined;

/** Once nobody scrolls, or after `patienceMs`: a scroll needs every frame in time, and all else can wait for its end. */
export async function still(patienceMs = Number.POSITIVE_INFINITY): Promise<void> {
  if (scrolledAt === undefined) {
    scrolledAt = Number.NEGATIVE_INFINITY;
    addEventListener('scroll', ({ timeStamp }) => (scrolledAt = timeStamp), { capture: true, passive: true });
  }
  const until = performance.now() + patienceMs;
  while (performance.now() < Math.min(until, scrolledAt + SCROLL_OVER_MS))
    await new Promise((resolve) => setTimeout(resolve, SCROLL_OVER_MS));
}

/**
 * A moment in which nobody scrolls and the page has nothing else to do, or two seconds later: what is done ahead must
 * not be felt.
 */
export async function idle(): Promise<void> {
  await new Promise<void>((resolve) => {
    // Safari has none.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 2_000 });
    else setTimeout(resolve, 200);
  });
  await still();
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
