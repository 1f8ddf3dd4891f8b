/** The keys of the whole page. */
import { useEffect } from 'react';
import { MODULES } from './navigation/modules.ts';
import { go } from './navigation/navigate.ts';
import { placeTo } from './navigation/place.ts';
import { openLayer, useNavigation } from './stores/navigation.ts';

/** Between g and the letter. */
const CHORD_MS = 1_500;

export function useShortcuts(): void {
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        const { layer } = useNavigation.getState();
        openLayer(layer === 'palette' ? null : 'palette');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      // Typing stays typing, and what lies over the page has keys of its own.
      if (target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]'))
        return;
      if (event.key === '?') openLayer('shortcuts');
      else if (event.key === 'g') chordUntil = event.timeStamp + CHORD_MS;
      else if (event.timeStamp < chordUntil) {
        chordUntil = 0;
        const module = MODULES.find(({ letter }) => letter === event.key);
        if (module) go(placeTo(module.id));
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
