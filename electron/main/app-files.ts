/** From the path of a URL to a file of the built page, and to no other file. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { RoyalError } from '../../shared/errors.ts';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

export interface AppFile {
  content: Buffer<ArrayBuffer>;
  contentType: string;
}

/** Throws RoyalError: not_trusted for a path that leads outside, however it is written; not_found. */
export async function readAppFile(root: string, pathname: string): Promise<AppFile> {
  const file = resolve(root, decodePath(pathname) || 'index.html');
  if (!isInside(resolve(root), file)) throw outside();
  const real = await realpath(file).catch(() => null);
  if (real === null) throw notFound();
  // A link in the folder must not lead out of it either.
  if (!isInside(await realpath(root), real)) throw outside();
  const content = await readFile(real).catch(() => null);
  if (content === null) throw notFound();
  return { content, contentType: CONTENT_TYPES[extname(real).toLowerCase()] ?? 'application/octet-stream' };
}

/** Relative, with forward slashes. Chromium has resolved plain dots by now: whatever is left was hidden on purpose. */
function decodePath(pathname: string): string {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    throw outside();
  }
  // Encoded twice, a separator or a dot is no name of ours.
  if (/%(?:00|2e|2f|5c)/i.test(path) || /[\0\\:]/.test(path)) throw outside();
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.some((segment) => segment.startsWith('.'))) throw outside();
  return segments.join('/');
}

const PLACE = /^(?:\/[A-Za-z0-9][A-Za-z0-9_-]*)+\/?$/;

/** "orders/1042", where a path names a place inside the page and no file; else null. */
export function placeIn(pathname: string): string | null {
  return PLACE.test(pathname) ? pathname.replace(/^\/|\/$/g, '') : null;
}

function isInside(root: string, file: string): boolean {
  return file.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(): RoyalError {
  return new RoyalError({
    code: 'not_trusted',
    message: 'Refused: a path that leads outside the page’s own files.',
    next: 'Reload the window; if that does not help, install the program again.',
  });
}

function notFound(): RoyalError {
  return new RoyalError({
    code: 'not_found',
    message: 'The page has no such file.',
    next: 'Reload the window; if that does not help, install the program again.',
  });
}
