/** The sandbox: a Shopify-compatible store on real HTTP, in this process or behind `npm run sandbox`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxClock } from './clock.ts';
import { Documents } from './documents.ts';
import { BulkOperations } from './graphql/bulk.ts';
import { ROOTS } from './graphql/execute.ts';
import { Access } from './http/access.ts';
import type { Plan } from './http/bucket.ts';
import { accessOf, control, type ShopAccess } from './http/control.ts';
import { Faults } from './http/faults.ts';
import { HttpError, sendJson } from './http/http.ts';
import { ShopApi } from './http/shop-api.ts';
import { Webhooks } from './http/webhooks.ts';
import { LiveSelling } from './live.ts';
import { Idempotency } from './mutations/idempotency.ts';
import { Journal } from './mutations/journal.ts';
import { replayTransactions } from './replay/replay.ts';
import { seedEmpty, seedStores } from './seed/seed.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** Keeps everything there across restarts; a folder that holds stores already is not seeded again. */
  dataDir?: string;
  seed?: 'three' | 'empty';
  /** Multiplies the number of orders seeded. */
  scale?: number;
  /** Transaction CSVs to replay as the store `gbp`; the other two are seeded. */
  replayDir?: string;
  /** Fixes the clock: ISO or epoch milliseconds. */
  now?: string | number;
  /** Orders a minute sold live over all shops; 0, the default, none. */
  speed?: number;
  plan?: Plan;
  /** Progress of a replay, a line at a time. */
  log?: (line: string) => void;
  /** Fills the stores in place of a seed: for tests with stores of their own. */
  fill?: (documents: Documents, now: number) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:1234`, without a slash at the end. */
  url: string;
  shops: ShopAccess[];
  documents: Documents;
  clock: SandboxClock;
  faults: Faults;
  journal: Journal;
  /** Ends what runs and closes the server. */
  close(): Promise<void>;
}

/** Throws RangeError for options that don't make sense, and what listening throws (EADDRINUSE). */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = new SandboxClock(options.now === undefined ? null : timeOf(options.now));
  const documents = new Documents(options.dataDir);
  const ownFolder = options.dataDir === undefined ? mkdtempSync(join(tmpdir(), 'sandbox-')) : null;
  const faults = new Faults();
  const journal = new Journal(documents.database);
  const webhooks = new Webhooks(documents, clock, faults);
  const bulk = new BulkOperations({
    documents,
    clock,
    faults,
    folder: join(ownFolder ?? options.dataDir!, 'bulk'),
    roots: ROOTS,
  });
  const live = new LiveSelling(documents, clock, webhooks, options.speed ?? 0);
  if (documents.shops().length === 0) await fill(documents, clock.now(), options);

  const api = new ShopApi({
    documents,
    clock,
    faults,
    access: new Access(clock, faults),
    bulk,
    webhooks,
    journal,
    idempotency: new Idempotency(documents.database),
    plan: options.plan ?? 'basic',
  });
  const parts = { documents, clock, faults, journal, live, webhooks, api };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => fail(error, response));
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', api.baseUrl);
    if (url.pathname.startsWith('/sandbox/')) return control(parts, url, request, response);
    const match = /^\/([a-z0-9][a-z0-9-]*\.myshopify\.com)(\/.*)$/.exec(url.pathname);
    if (!match) return sendJson(response, 404, { errors: 'Not Found' });
    return api.serve(match[1]!, match[2]!, request, response);
  };

  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  api.baseUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  live.resume();
  return {
    url: api.baseUrl,
    shops: documents.shops().map(accessOf),
    documents,
    clock,
    faults,
    journal,
    async close() {
      live.pause();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([bulk.close(), webhooks.close()]);
      documents.close();
      if (ownFolder) rmSync(ownFolder, { recursive: true, force: true });
    },
  };
}

async function fill(documents: Documents, now: number, options: SandboxOptions): Promise<void> {
  if (options.fill) options.fill(documents, now);
  else if (options.replayDir !== undefined) {
    await replayTransactions(documents, options.replayDir, { now, log: options.log });
    seedStores(documents, { now, scale: options.scale, stores: ['eur', 'jpy'] });
  } else if (options.seed === 'empty') seedEmpty(documents, { now });
  else seedStores(documents, { now, scale: options.scale });
}

function fail(error: unknown, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  sendJson(response, error instanceof HttpError ? error.status : 500, { errors: message });
}

function timeOf(value: string | number): number {
  const at = typeof value === 'number' ? value : Date.parse(value);
  if (!Number.isFinite(at)) throw new RangeError(`Not a time: ${value}`);
  return at;
}
