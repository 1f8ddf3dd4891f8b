/** Who may ask at all, by what stands in the headers: the same for requests and for the handshake of sockets. */
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

export interface Gate {
  /** Values of the Host header that are meant for us, in lower case. */
  hosts: ReadonlySet<string>;
  /** Whether browsers come over https, through a proxy in front. */
  httpsInFront: boolean;
}

/** `names`: what the person called this host; each also with the port, for who comes without a proxy. */
export function gateFor(
  listen: { address: string; port: number },
  names: readonly string[],
  httpsInFront: boolean,
): Gate {
  const hosts = new Set<string>();
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) hosts.add(`${name}:${listen.port}`);
  // A page can give its own name any address, but not itself an address for a name.
  if (!ANY_ADDRESS.has(listen.address)) hosts.add(`${inUrl(listen.address)}:${listen.port}`);
  for (const name of names) {
    hosts.add(name.toLowerCase());
    hosts.add(`${name.toLowerCase()}:${listen.port}`);
  }
  if (listen.port === 80) for (const host of [...hosts]) hosts.add(host.replace(/:80$/, ''));
  return { hosts, httpsInFront };
}

const ANY_ADDRESS = new Set(['0.0.0.0', '::']);

export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^(::ffff:)?127\./.test(address);
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** Where the person's own browser finds the program. */
export function pageUrl(
  listen: { address: string; port: number },
  names: readonly string[],
  httpsInFront: boolean,
): string {
  const [name] = names;
  if (name !== undefined) return httpsInFront ? `https://${name}` : `http://${name}:${listen.port}`;
  const address = ANY_ADDRESS.has(listen.address) ? '127.0.0.1' : listen.address;
  return `http://${inUrl(address)}:${listen.port}`;
}

/** A name that points here only since a moment ago (DNS rebinding) is still the other's name. */
export function checkHost(headers: IncomingHttpHeaders, gate: Gate): void {
  if (!gate.hosts.has((headers.host ?? '').toLowerCase())) throw new Refusal('host');
}

/** Climbing out of a folder is refused however often it is encoded, and whatever the slash looks like. */
export function checkPath(url: string): void {
  let path = url.split('?', 1)[0]!;
  for (let round = 0; round < 3; round += 1) {
    if (/(^|[\\/])\.\.([\\/]|$)|[\\\0]/.test(path)) throw new Refusal('path');
    try {
      path = decodeURIComponent(path);
    } catch {
      // Encoded once by a browser, what is left over may well be no encoding.
      if (round === 0) throw new Refusal('request_malformed');
      return;
    }
  }
}

/** `navigable`: the page itself, which a link elsewhere may lead to; shown in a frame it is refused all the same. */
export function checkFetchSite(headers: IncomingHttpHeaders, navigable: boolean): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') {
    if (headers['sec-fetch-dest'] === 'iframe' || headers['sec-fetch-dest'] === 'frame')
      throw new Refusal('fetch_site');
    return;
  }
  const opened = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (!navigable || !opened) throw new Refusal('fetch_site');
}

/** An Origin must be ours wherever there is one; one must be there for all that changes something, without a token. */
export function checkOrigin(headers: IncomingHttpHeaders, gate: Gate, needed: boolean): void {
  const { origin } = headers;
  if (origin === undefined) {
    if (needed && !/^Bearer /i.test(headers.authorization ?? '')) throw new Refusal('origin');
    return;
  }
  const host = (headers.host ?? '').toLowerCase();
  const ours = origin.toLowerCase();
  if (ours !== `http://${host}` && !(gate.httpsInFront && ours === `https://${host}`))
    throw new Refusal('origin');
}

/** Far more than any call has; what walks through a value does so by recursion. */
const DEEPEST = 100;

/** Whether a JSON text nests deeper than any call of the contract does. */
export function isDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}

export function checkContentType(headers: IncomingHttpHeaders): void {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) throw new Refusal('content_type');
}
