/** Where lists and menus that open over the page stand: in a landmark of their own, or they would stand in none. */
import { createContext, use } from 'react';

/** Within a dialog: its own place, since everything around a dialog is out of reach while it is open. */
export const LayerHostContext = createContext<HTMLElement | null>(null);

/** Part of the page's document; where it is missing, they stand at its end. */
export function useLayerHost(): HTMLElement | undefined {
  return use(LayerHostContext) ?? document.getElementById('layers') ?? undefined;
}
