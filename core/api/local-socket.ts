/**
 * The local socket of a data folder's owner: the contract over HTTP on a Unix socket (a named pipe on Windows)
 * that only the user can open, with a token that only the user can read.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node';
import { type ErrorCode, RoyalError } from '../../shared/errors.ts';
import type { FolderPaths } from '../data-folder/folder-paths.ts';
import { replaceFile } from '../data-folder/replace-file.ts';

/** sun_path holds 104 bytes on macOS, 108 on Linux. */
const LONGEST_SOCKET_PATH = 100;

/** Bytes of a call; the largest there is, a purchase order of 1,000 lines, has some 200,000. */
const LARGEST_CALL = 4 * 1024 * 1024;

const LISTENING = '/rpc/events/live';
const WEBHOOK = /^\/webhooks\/([a-z0-9-]{1,32})$/;
/** A terminal finds out whether anybody is there before it asks what it came for. */
const BETWEEN_CALLS_MS = 1_000;
/** Shopify sends far less, and gives up after five seconds. */
const WEBHOOK_BYTES = 1_000_000;
const WEBHOOK_MS = 5_000;
const WEBHOOK_STATUS: Partial<Record<ErrorCode, number>> = {
  credentials_invalid: 401,
  not_found: 404,
  invalid_state: 409,
};

export interface LocalSocket {
  path: string;
  /**
   * Resolves once nobody is being answered and whoever was has gone, or has asked for nothing more in a second:
   * listening to events aside.
   */
  idle(): Promise<void>;
  /** Takes no new request; those running get `graceMs` to end, then are broken off. */
  close(graceMs: number): Promise<void>;
}

/** Where the owner of a folder listens: beside its files, or in a short place where that path is too long. */
export function socketPath(paths: FolderPaths, platform = process.platform): string {
  const name = createHash('sha256').update(paths.root).digest('hex').slice(0, 24);
  if (platform === 'win32') return `\\\\.\\pipe\\royal-${name}`;
  const beside = join(paths.root, 'royal.sock');
  return Buffer.byteLength(beside) <= LONGEST_SOCKET_PATH ? beside : join(shortFolder(), `${name}.sock`);
}

const shortFolder = (): string => join(tmpdir(), `royal-${userInfo().uid}`);

/** The token beside the socket, or null where no owner ever listened. */
export function readToken(paths: FolderPaths): string | null {
  try {
    return readFileSync(paths.token, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

type AcceptWebhook = (
  storeId: string,
  headers: IncomingMessage['headers'],
  rawBody: Uint8Array,
) => Promise<unknown>;

/** To be called by the owner only: a socket file found is that of a dead one and is replaced. */
export async function listenLocally(
  router: AnyRouter,
  paths: FolderPaths,
  acceptWebhook: AcceptWebhook,
): Promise<LocalSocket> {
  const path = socketPath(paths);
  if (process.platform !== 'win32') {
    if (path.startsWith(shortFolder())) ownShortFolder();
    rmSync(path, { force: true });
  }
  const token = randomBytes(32).toString('base64url');
  replaceFile(paths.token, `${token}\n`);

  const handler = new RPCHandler(router, { plugins: [new BodyLimitPlugin({ maxBodySize: LARGEST_CALL })] });
  const running = new Set<ServerResponse>();
  let calls = 0;
  /** Connections of those who ask, between their calls too. */
  const asking = new Set<Socket>();
  const changes = new EventEmitter<{ answered: []; gone: [] }>();
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 }, (request, response) => {
    const webhook = WEBHOOK.exec(request.url ?? '');
    // A delivery shows by its signature that it may come in: who passes it on has no token.
    if (!webhook && !sameToken(request.headers.authorization, token)) {
      response.writeHead(401).end();
      return;
    }
    // Who only listens gets an end when the core ends, and keeps nobody waiting.
    if (!request.url?.startsWith(LISTENING)) {
      running.add(response);
      calls += 1;
      response.on('close', () => {
        running.delete(response);
        if (running.size === 0) changes.emit('answered');
      });
      follow(request.socket);
    }
    if (webhook) {
      void answerWebhook(request, response, (rawBody) =>
        acceptWebhook(webhook[1]!, request.headers, rawBody),
      );
      return;
    }
    handler.handle(request, response, { prefix: '/rpc', context: {} }).then(
      ({ matched }) => {
        if (!matched) response.writeHead(404).end();
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);

  const follow = (connection: Socket): void => {
    if (asking.has(connection)) return;
    asking.add(connection);
    connection.once('close', () => {
      asking.delete(connection);
      if (asking.size === 0) changes.emit('gone');
    });
  };
  const allAnswered = async (): Promise<void> => {
    if (running.size > 0) await once(changes, 'answered');
  };
  const allGone = (patienceMs: number): Promise<void> =>
    new Promise((resolve) => {
      if (asking.size === 0) return resolve();
      const over = (): void => {
        clearTimeout(patience);
        changes.off('gone', over);
        resolve();
      };
      const patience = setTimeout(over, patienceMs);
      changes.on('gone', over);
    });
  return {
    path,
    async idle() {
      let seen: number;
      do {
        await allAnswered();
        seen = calls;
        await allGone(BETWEEN_CALLS_MS);
      } while (calls > seen);
    },
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await allAnswered();
      clearTimeout(timer);
      server.closeAllConnections();
      await closed;
      rmSync(paths.token, { force: true });
    },
  };
}

/** 200 once the delivery is noted; else 401, 404, 405, 408, 409, 413, without a word on why. */
async function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  accept: (rawBody: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const refuse = (status: number): void => {
    // What was not read to its end can't be followed by another request.
    if (!request.complete) response.setHeader('connection', 'close');
    response.writeHead(status).end();
  };
  if (request.method !== 'POST') return refuse(405);
  const late = setTimeout(() => refuse(408), WEBHOOK_MS);
  try {
    const parts: Buffer[] = [];
    let bytes = 0;
    // Destroyed, it would take the answer with it.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > WEBHOOK_BYTES || response.headersSent) break;
      parts.push(part);
    }
    if (response.headersSent) return;
    if (bytes > WEBHOOK_BYTES) return refuse(413);
    await accept(Buffer.concat(parts));
    if (!response.headersSent) response.writeHead(200).end();
  } catch (error) {
    if (!response.headersSent)
      refuse(error instanceof RoyalError ? (WEBHOOK_STATUS[error.code] ?? 500) : 500);
  } finally {
    clearTimeout(late);
  }
}

/** The place is shared (/tmp): only a folder that is ours and that nobody else can enter will do. */
function ownShortFolder(): void {
  const folder = shortFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0)
    throw new RoyalError({
      code: 'folder_read_only',
      message: `${folder} belongs to somebody else or can be entered by others.`,
      next: 'Remove it, or choose a data folder with a shorter path.',
      details: { folder },
    });
}

/** Digests are compared, in constant time, so that not even the length of the token shows. */
function sameToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
