/** Which addresses the page may open in the person's browser: parsed, https, and on this list. */

const ALLOWED: readonly ((url: URL) => boolean)[] = [
  ({ hostname }) => hostname === 'admin.shopify.com',
  ({ hostname }) => hostname === 'dev.shopify.com',
  ({ hostname }) => hostname === 'help.shopify.com',
  ({ hostname, pathname }) =>
    /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(hostname) && /^\/admin(\/|$)/.test(pathname),
];

/** null where the program doesn't open it. */
export function externalLink(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.port !== '') return null;
  if (url.username !== '' || url.password !== '') return null;
  return ALLOWED.some((allows) => allows(url)) ? url : null;
}
