/** Where lists and menus that open over the page stand: in a landmark of their own, or they would stand in none. */

/** Part of the page's document; where it is missing, they stand at its end. */
export function layerHost(): HTMLElement | undefined {
  return document.getElementById('layers') ?? undefined;
}
