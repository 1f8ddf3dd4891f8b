/**
 * The local socket of a data folder's owner: the contract over HTTP on a Unix socket (a named pipe on Windows)
 * that only the user can open, with a token that only the user can read.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { RoyalError } from '../../shared/errors.ts';
import type { FolderPaths } from '../data-folder/data-folder.ts';
import { replaceFile } from '../data-folder/replace-file.ts';

/** sun_path holds 104 bytes on macOS, 108 on Linux. */
const LONGEST_SOCKET_PATH = 100;

const LISTENING = '/rpc/events/live';

export interface LocalSocket {
  path: string;
  /** Resolves once no request is being answered, listening to events aside. */
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

/** To be called by the owner only: a socket file found is that of a dead one and is replaced. */
export async function listenLocally(router: AnyRouter, paths: FolderPaths): Promise<LocalSocket> {
  const path = socketPath(paths);
  if (process.platform !== 'win32') {
    if (path.startsWith(shortFolder())) ownShortFolder();
    rmSync(path, { force: true });
  }
  const token = randomBytes(32).toString('base64url');
  replaceFile(paths.token, `${token}\n`);

  const handler = new RPCHandler(router);
  const running = new Set<ServerResponse>();
  const waiting: (() => void)[] = [];
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 }, (request, response) => {
    if (!sameToken(request.headers.authorization, token)) {
      response.writeHead(401).end();
      return;
    }
    // Who only listens gets an end when the core ends, and keeps nobody waiting.
    if (!request.url?.startsWith(LISTENING)) {
      running.add(response);
      response.on('close', () => {
        running.delete(response);
        if (running.size === 0) for (const resolve of waiting.splice(0)) resolve();
      });
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

  const idle = (): Promise<void> =>
    running.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  return {
    path,
    idle,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await idle();
      clearTimeout(timer);
      server.closeAllConnections();
      await closed;
      rmSync(paths.token, { force: true });
    },
  };
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
