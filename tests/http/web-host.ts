/** A host that serves HTTP on a data folder of its own, and ways to ask it that no browser would allow. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { io, type Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { folderPaths } from '../../core/data-folder/folder-paths.ts';
import type { Host } from '../../core/host/host.ts';
import { openLog } from '../../core/telemetry/log.ts';
import { startHeadless } from '../../headless/host.ts';
import { type HttpOptions, type HttpServer, startHttp } from '../../headless/http/server.ts';
import type { EventBatch } from '../../shared/contract/schemas.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body, where it is JSON. */
  json: { code?: string; message?: string; next?: string; [field: string]: unknown };
}

export interface WebHost {
  host: Host;
  server: HttpServer;
  folder: string;
  /** "127.0.0.1:4711". */
  address: string;
  port: number;
  ask(path: string, options?: Ask): Promise<Answer>;
  /** Writes to a bare socket; answers with what came back until it was closed. */
  raw(text: string): Promise<string>;
  /** The value of a Cookie header. */
  signIn(): Promise<string>;
  /** A new API token as a header. */
  bearer(name?: string): Promise<{ id: number; authorization: string }>;
  socket(headers: Record<string, string>, auth?: object): Socket;
  log(): string;
  /** Resolves once the log tells of a refusal for that reason. */
  refused(reason: string, times?: number): Promise<void>;
  close(): Promise<void>;
}

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export const JSON_TYPE = { 'content-type': 'application/json' };

export async function openWebHost(
  options: Partial<Pick<HttpOptions, 'hostNames' | 'httpsInFront'>> & { pages?: boolean } = {},
): Promise<WebHost> {
  process.env.ROYAL_SECRETS = 'file';
  const base = mkdtempSync(join(tmpdir(), 'royal-http-'));
  const folder = join(base, 'data');
  const renderer = join(base, 'renderer');
  if (options.pages) buildPages(renderer, folder);
  const host = await startHeadless({ folder, schedule: false });
  const { log, close: closeLog } = openLog(folderPaths(folder).httpLog);
  const server = await startHttp({
    host,
    log,
    renderer,
    listen: { address: '127.0.0.1', port: 0 },
    hostNames: options.hostNames,
    httpsInFront: options.httpsInFront,
  });
  const { port } = server;
  const address = `127.0.0.1:${port}`;
  const sockets: Socket[] = [];

  const ask: WebHost['ask'] = async (path, { method = 'GET', headers = {}, body } = {}) => {
    const answer = await new Promise<Omit<Answer, 'json'>>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        text(response).then(
          (read) => resolve({ status: response.statusCode!, headers: response.headers, body: read }),
          reject,
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
    let json: Answer['json'] = {};
    try {
      json = JSON.parse(answer.body) as Answer['json'];
    } catch {
      // A page, or nothing.
    }
    return { ...answer, json };
  };
  const log_ = (): string => readFileSync(folderPaths(folder).httpLog, 'utf8');

  return {
    host,
    server,
    folder,
    address,
    port,
    ask,
    raw: (sent) =>
      new Promise((resolve) => {
        let got = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(sent));
        socket.setEncoding('utf8');
        socket.on('data', (part) => {
          got += part;
        });
        // What was answered before the end counts.
        socket.on('error', () => socket.destroy());
        socket.on('close', () => resolve(got));
      }),
    async signIn() {
      const { token } = await host.client.access.invite({});
      const answer = await ask('/session', {
        method: 'POST',
        headers: { ...JSON_TYPE, origin: `http://${address}` },
        body: JSON.stringify({ token }),
      });
      expect(answer.status).toBe(200);
      return answer.headers['set-cookie']![0]!.split(';')[0]!;
    },
    async bearer(name = 'test') {
      const { id, token } = await host.client.access.createToken({ name });
      return { id, authorization: `Bearer ${token}` };
    },
    socket(headers, auth = {}) {
      const socket = io(`http://${address}`, {
        auth,
        extraHeaders: headers,
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
      });
      sockets.push(socket);
      return socket;
    },
    log: log_,
    async refused(reason, times = 1) {
      await expect
        .poll(() => log_().split(`"event":"refused","reason":"${reason}"`).length - 1, { timeout: 10_000 })
        .toBeGreaterThanOrEqual(times);
    },
    async close() {
      for (const socket of sockets) socket.close();
      await server.close();
      await host.close();
      closeLog();
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Batches as they come in, each taken at once; `next` resolves with the first that satisfies. */
export function batchesOf(socket: Socket): {
  all: EventBatch[];
  kinds(): string[];
} {
  const all: EventBatch[] = [];
  socket.on('batch', (batch: EventBatch, taken: () => void) => {
    all.push(batch);
    taken();
  });
  return { all, kinds: () => all.flatMap(({ events }) => events.map(({ kind }) => kind)) };
}

export function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

function buildPages(folder: string, data: string): void {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Pages</title><script type="module" src="./assets/index-Ab12Cd34.js"></script>',
  );
  writeFileSync(join(folder, 'assets', 'index-Ab12Cd34.js'), 'document.title = "Started";');
  writeFileSync(
    join(folder, 'assets', 'index-Ab12Cd34.js.br'),
    brotliCompressSync('document.title = "Started";'),
  );
  writeFileSync(join(folder, 'assets', 'index-Ab12Cd34.js.gz'), gzipSync('document.title = "Started";'));
  writeFileSync(join(folder, 'manifest.webmanifest'), '{"name":"Royal Equips"}');
  writeFileSync(join(folder, 'sw.js'), '// keeps the shell');
  writeFileSync(join(folder, '.hidden.txt'), 'not for anybody');
  symlinkSync('/etc/hosts', join(folder, 'assets', 'outside.txt'));
  symlinkSync(data, join(folder, 'assets', 'beside'));
}
