/** A shop's name as people write it, made the one name Shopify knows; and where its requests are sent. */
import { RoyalError } from '../../../shared/errors.ts';

const LABEL = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * "my-shop.myshopify.com" of "my-shop", "https://my-shop.myshopify.com/admin" or
 * "https://admin.shopify.com/store/my-shop/orders". Throws RoyalError 'shop_domain_invalid' on anything else.
 */
export function normaliseShop(text: string): string {
  const [host = '', ...path] = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .split(/[/?#]/);
  let label = host.replace(/\.myshopify\.com$/, '');
  if (host === 'admin.shopify.com' && path[0] === 'store') label = path[1] ?? '';
  if (!LABEL.test(label)) {
    throw new RoyalError({
      code: 'shop_domain_invalid',
      message: `“${text.slice(0, 100)}” is not the name of a Shopify shop.`,
      next: 'Give the name that ends in .myshopify.com: Shopify admin, Settings, Domains.',
    });
  }
  return `${label}.myshopify.com`;
}

/** The origin of a stand-in for Shopify on this machine. Throws RoyalError 'invalid_input' on any other host. */
export function checkEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const loopback =
    url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname) && !url.username;
  if (!loopback || !/^https?:$/.test(url.protocol)) {
    throw new RoyalError({
      code: 'invalid_input',
      message: 'An endpoint must be an address of this machine, because it is given the shop’s token.',
      next: 'Use http://127.0.0.1:PORT, or leave the endpoint out to reach the real shop.',
    });
  }
  return url.href.replace(/\/$/, '');
}

/** `https://{shop}/path` as the address to send to: itself, or the same path below `{endpoint}/{shop}`. */
export function routeUrl(url: string, shop: string, endpoint: string | undefined): string {
  if (endpoint === undefined) return url;
  const origin = `https://${shop}`;
  if (url.startsWith(`${origin}/`)) return `${endpoint}/${shop}${url.slice(origin.length)}`;
  if (url.startsWith(`${endpoint}/`)) return url;
  throw new RoyalError({
    code: 'invalid_input',
    message: 'A store with an endpoint may only be reached through it.',
    next: 'Check the endpoint of the store: `royal store list`.',
  });
}
