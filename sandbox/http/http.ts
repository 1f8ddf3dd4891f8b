/** Small helpers over node:http: bodies in, JSON and files out. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

const MAX_BODY = 8 * 1024 * 1024;

/** Said to the caller with its status. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The body as an object: JSON, or a form where the content type says so. Empty is `{}`. */
export async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MAX_BODY) throw new HttpError(413, 'The body is too large');
    parts.push(part as Buffer);
  }
  const text = Buffer.concat(parts).toString('utf8');
  if (text === '') return {};
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is no JSON');
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new HttpError(400, 'The body must be a JSON object');
  return body as Record<string, unknown>;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': text.length,
    ...headers,
  });
  response.end(text);
}

export interface Cut {
  /** Bytes to let through; half of what was asked for where null. */
  after: number | null;
  /** The answer pretends to be complete. */
  silent: boolean;
}

/** A file, or the part that a Range header asks for; `cut` breaks it off. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  cut: Cut | null,
): Promise<void> {
  const { size } = await stat(path);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (range && (start >= size || end < start)) {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 });
    response.end();
    return;
  }
  const length = end - start + 1;
  const sent = cut ? Math.min(length, cut.after ?? Math.floor(length / 2)) : length;
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/jsonl',
    'accept-ranges': 'bytes',
    'content-length': cut?.silent ? sent : length,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (sent > 0)
    await pipeline(createReadStream(path, { start, end: start + sent - 1 }), response, {
      end: sent === length || cut?.silent === true,
    });
  if (cut && !cut.silent) {
    // What was written must reach the other side before the connection breaks.
    await new Promise<void>((resolve) =>
      response.socket ? response.socket.write('', () => resolve()) : resolve(),
    );
    response.destroy();
  } else if (sent === 0) response.end();
}
