/** Tells the styles when nobody sees the window: then nothing moves. */

export function markHiddenWindow(): void {
  const mark = (): void => {
    document.documentElement.toggleAttribute('data-hidden', document.hidden);
  };
  mark();
  document.addEventListener('visibilitychange', mark);
}
