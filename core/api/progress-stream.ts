/** Callbacks as an async iterator: what a long call tells on its way, then its result or its error. */

/** Yields what `work` tells, skipping what a slow reader has no time for but the newest; returns its result. */
export async function* progressOf<Progress, Result>(
  work: (tell: (progress: Progress) => void) => Promise<Result>,
): AsyncGenerator<Progress, Result> {
  let newest: { progress: Progress } | null = null;
  let wake: () => void = () => {};
  let settled = false;
  const result = work((progress) => {
    newest = { progress };
    wake();
  }).finally(() => {
    settled = true;
    wake();
  });
  // Awaited below; a reader who leaves early must not make a later failure look unhandled.
  result.catch(() => {});
  for (;;) {
    const told = newest as { progress: Progress } | null;
    newest = null;
    if (told) yield told.progress;
    else if (settled) return await result;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
