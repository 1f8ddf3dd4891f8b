/** Shopify's global ids: `gid://shopify/Order/123?query`. Inside the program an id is its integer; gids exist at the edge. */

export type ShopifyId = number;

export function toGid(type: string, id: ShopifyId): string {
  return `gid://shopify/${type}/${id}`;
}

/** The integer of a gid. Throws RangeError where there is none (some types have string ids). */
export function fromGid(gid: string): ShopifyId {
  const end = gid.indexOf('?');
  const id = Number(
    gid.slice(gid.lastIndexOf('/', end < 0 ? undefined : end) + 1, end < 0 ? undefined : end),
  );
  if (!Number.isSafeInteger(id) || id <= 0) throw new RangeError(`Not a Shopify id: ${JSON.stringify(gid)}`);
  return id;
}
