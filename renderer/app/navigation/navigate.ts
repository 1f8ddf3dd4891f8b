/** Goes from place to place within the page: back and forward work, and each place keeps how far it was scrolled. */

import { setPlace, useNavigation } from '../stores/navigation.ts';
import { FIRST_MODULE } from './modules.ts';
import { type Place, placeIn } from './place.ts';

const KEPT = 'royalPlace';
const scrolled = new Map<number, number>();
let entry = 0;

/** Where the address leads; the first module where it names no place. */
export function currentPlace(): Place {
  return placeIn(window.location.hash) ?? { module: FIRST_MODULE.id, path: [], query: {} };
}

/** Goes to a link made by placeTo. */
export function go(link: string): void {
  window.location.hash = link;
}

/** The same place with another query, such as a sort order: no step back is added. @public for modules */
export function goOver(link: string): void {
  window.history.replaceState(window.history.state, '', link);
  setPlace(currentPlace());
}

export function usePlace(): Place {
  return useNavigation(({ place }) => place ?? currentPlace());
}

/** Keeps the place in step with the address. Returns how to stop. */
export function followAddress(): () => void {
  window.history.scrollRestoration = 'manual';
  const arrive = (): void => {
    const kept: unknown = window.history.state?.[KEPT];
    if (typeof kept === 'number') entry = kept;
    else {
      entry = Date.now();
      window.history.replaceState({ ...window.history.state, [KEPT]: entry }, '');
    }
    setPlace(currentPlace());
  };
  const keep = (): void => void scrolled.set(entry, window.scrollY);
  arrive();
  window.addEventListener('popstate', arrive);
  window.addEventListener('scroll', keep, { passive: true });
  return () => {
    window.removeEventListener('popstate', arrive);
    window.removeEventListener('scroll', keep);
  };
}

const PATIENCE_MS = 2_000;

/** To where the place was left, as soon as the page is as long again; to the top of a new one. */
export function restoreScroll(): () => void {
  const wanted = scrolled.get(entry) ?? 0;
  const reached = (): boolean => {
    window.scrollTo({ top: wanted, behavior: 'instant' });
    return Math.abs(window.scrollY - wanted) < 2;
  };
  if (reached()) return () => {};
  const observer = new ResizeObserver(() => {
    if (reached()) stop();
  });
  const stop = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    window.removeEventListener('wheel', stop);
    window.removeEventListener('touchstart', stop);
    window.removeEventListener('keydown', stop);
  };
  const timer = setTimeout(stop, PATIENCE_MS);
  observer.observe(document.body);
  // A person who moves already wants to be elsewhere.
  for (const kind of ['wheel', 'touchstart', 'keydown'])
    window.addEventListener(kind, stop, { passive: true });
  return stop;
}
