/** app://royal/… as Chromium sees it here: schemes of one's own exist in Electron only, so they are mapped onto https. */

const HOST = /^([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)\.localhost$/;

/** app://royal/x → https://royal.app.localhost/x; other URLs stay. */
export function toPage(text: string): string {
  const url = URL.parse(text);
  if (url === null || !isOwnScheme(url.protocol)) return text;
  return `https://${url.host}.${url.protocol.slice(0, -1)}.localhost${url.pathname}${url.search}${url.hash}`;
}

/** The inverse of toPage, also behind `blob:`. */
export function toMain(text: string): string {
  if (text.startsWith('blob:')) return `blob:${toMain(text.slice('blob:'.length))}`;
  const url = URL.parse(text);
  const match = url?.protocol === 'https:' ? HOST.exec(url.host) : null;
  if (url === null || match === null) return text;
  return `${match[2]}://${match[1]}${url.pathname}${url.search}${url.hash}`;
}

/** As Electron names the origin of a frame: "app://royal", or "null" for an opaque one. */
export function originOf(mainUrl: string): string {
  const url = URL.parse(mainUrl);
  return url === null || url.host === '' ? 'null' : `${url.protocol}//${url.host}`;
}

function isOwnScheme(protocol: string): boolean {
  return !['http:', 'https:', 'about:', 'blob:', 'data:', 'file:', 'javascript:', 'chrome:'].includes(
    protocol,
  );
}
