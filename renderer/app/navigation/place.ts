/** A place within the page, as the address tells it: #/inventory/product-7?store=northgate. */

export interface Place {
  /** "inventory". */
  module: string;
  /** What follows, decoded: ["product-7"]. */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
}

/** The place of an address's fragment; null where it names none ("", "#enter=…", "#top"). */
export function placeIn(hash: string): Place | null {
  if (!hash.startsWith('#/')) return null;
  const [way = '', query = ''] = hash.slice(2).split('?', 2);
  const [module = '', ...path] = way
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  if (module === '') return null;
  return { module, path, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** "#/inventory/product-7?store=northgate", for links. Empty values are left out. */
export function placeTo(
  module: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const kept = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const asked = new URLSearchParams(kept).toString();
  return `#/${[module, ...path].map(encodeURIComponent).join('/')}${asked && `?${asked}`}`;
}

/** What is no encoding is taken as it stands: an address typed by hand must not break the page. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
