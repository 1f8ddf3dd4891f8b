/** Shopify's global ids: `gid://shopify/Order/123?query`. Inside the program an id is its integer; gids exist at the edge. */

export type ShopifyId = number;

export function toGid(type: string, id: ShopifyId): string {
  return `gid://shopify/${type}/${id}`;
}

/** The integer of a gid. Throws RangeError where there is none (some types have string ids). */
export function fromGid(gid: string): ShopifyId {
  const query = gid.indexOf('?');
  const end = query < 0 ? gid.length : query;
  const start = gid.lastIndexOf('/', end) + 1;
  let id = 0;
  // Digit by digit: this runs for every id of a bulk file, and Number() would take "1e3" and "0x10" for ids.
  for (let at = start; at < end; at += 1) {
    const digit = gid.charCodeAt(at) - 48;
    id = digit >= 0 && digit <= 9 ? id * 10 + digit : Number.NaN;
  }
  if (!gid.startsWith('gid://') || !Number.isSafeInteger(id) || id <= 0)
    throw new RangeError(`Not a Shopify id: ${JSON.stringify(gid)}`);
  return id;
}
