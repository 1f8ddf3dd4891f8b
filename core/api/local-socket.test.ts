import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { globalAgent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import { type FolderPaths, folderPaths } from '../data-folder/folder-paths.ts';
import { type LocalSocket, listenLocally, socketPath } from './local-socket.ts';
import { implementer } from './wire.ts';

describe('the local socket', () => {
  let folder: string;
  let paths: FolderPaths;
  let socket: LocalSocket;
  const os = implementer({ get: () => null, list: () => [] }, () => {});
  let delivered: { storeId: string; body: string; topic: unknown }[];
  const acceptWebhook = async (
    storeId: string,
    headers: IncomingHttpHeaders,
    body: Uint8Array,
  ): Promise<void> => {
    if (headers['x-shopify-hmac-sha256'] !== 'right')
      throw new RoyalError({ code: 'credentials_invalid', message: 'Forged.', next: 'Sign it.' });
    delivered.push({ storeId, body: new TextDecoder().decode(body), topic: headers['x-shopify-topic'] });
  };
  const router = {
    stop: {
      status: os.stop.status.handler(() => {
        throw new RoyalError({ code: 'stopped', message: 'No.', next: 'Lift it.' });
      }),
    },
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'royal-socket-'));
    paths = folderPaths(folder);
    delivered = [];
    socket = await listenLocally(router, paths, acceptWebhook);
  });
  afterEach(async () => {
    await socket.close(0);
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (authorization?: string, sent = '{}'): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          socketPath: socket.path,
          path: '/rpc/stop/status',
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
        },
        (response) => {
          let body = '';
          response.on('data', (part) => {
            body += part;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        },
      );
      asked.on('error', reject);
      asked.end(sent);
    });

  it('opens for its user alone, and for the token alone', async () => {
    expect(statSync(socket.path).mode & 0o777).toBe(0o600);
    expect(statSync(paths.token).mode & 0o777).toBe(0o600);
    const token = readFileSync(paths.token, 'utf8').trim();
    expect((await ask()).status).toBe(401);
    expect((await ask('Bearer ')).status).toBe(401);
    expect((await ask(`Bearer ${token}x`)).status).toBe(401);
    expect((await ask(token)).status).toBe(401);
    const answer = await ask(`Bearer ${token}`);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body)).toMatchObject({ json: { data: { code: 'stopped', next: 'Lift it.' } } });
  });

  it('is idle once a terminal that was answered has gone, which may ask for more until then', async () => {
    const token = readFileSync(paths.token, 'utf8').trim();
    await ask(`Bearer ${token}`);
    let idle = false;
    const waited = socket.idle().then(() => {
      idle = true;
    });
    await ask(`Bearer ${token}`);
    expect(idle).toBe(false);
    globalAgent.destroy();
    await waited;
  });

  it('waits no longer for a terminal that stays and asks nothing', async () => {
    const token = readFileSync(paths.token, 'utf8').trim();
    await ask(`Bearer ${token}`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const waited = socket.idle();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    vi.advanceTimersByTime(1_000);
    await waited;
  });

  it('takes no call larger than any there is', async () => {
    const token = readFileSync(paths.token, 'utf8').trim();
    const answer = await ask(`Bearer ${token}`, `{"json":{"x":"${'x'.repeat(5_000_000)}"}}`);
    expect(answer.status).toBe(413);
    expect((await ask(`Bearer ${token}`)).status).toBe(422);
  });

  const deliver = (
    path: string,
    headers: OutgoingHttpHeaders,
    body: string | Buffer,
    method = 'POST',
  ): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request({ socketPath: socket.path, path, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject);
      asked.end(body);
    });

  it('lets a webhook in by its signature, without the token, and nothing else', async () => {
    const signed = { 'x-shopify-hmac-sha256': 'right', 'x-shopify-topic': 'orders/create' };
    expect(await deliver('/webhooks/gbp', signed, '{"id":1}')).toBe(200);
    expect(delivered).toEqual([{ storeId: 'gbp', body: '{"id":1}', topic: 'orders/create' }]);
    expect(await deliver('/webhooks/gbp', { 'x-shopify-hmac-sha256': 'wrong' }, '{}')).toBe(401);
    expect(await deliver('/webhooks/gbp', signed, '', 'GET')).toBe(405);
    for (const path of ['/webhooks/', '/webhooks/a/b', '/webhooks/gbp?x=1', '/webhooks/../rpc/stop/status'])
      expect([path, await deliver(path, signed, '{}')]).toEqual([path, 401]);
    expect(delivered).toHaveLength(1);
  });

  it('takes a delivery of up to a megabyte', async () => {
    const signed = { 'x-shopify-hmac-sha256': 'right' };
    expect(await deliver('/webhooks/gbp', signed, Buffer.alloc(1_000_000, 'x'))).toBe(200);
    expect(await deliver('/webhooks/gbp', signed, Buffer.alloc(1_000_001, 'x'))).toBe(413);
    expect(delivered.map(({ body }) => body.length)).toEqual([1_000_000]);
  });

  it('takes the place of a dead owner’s socket, with another token', async () => {
    const before = readFileSync(paths.token, 'utf8');
    await socket.close(0);
    writeFileSync(socket.path, '');
    socket = await listenLocally(router, paths, acceptWebhook);
    expect(readFileSync(paths.token, 'utf8')).not.toBe(before);
    expect((await ask()).status).toBe(401);
  });

  it('has a short path whatever the folder’s', () => {
    const long = folderPaths(join(folder, 'x'.repeat(120)));
    expect(Buffer.byteLength(socketPath(long))).toBeLessThanOrEqual(100);
    expect(socketPath(long)).not.toBe(socketPath(folderPaths(join(folder, 'y'.repeat(120)))));
    expect(socketPath(paths, 'win32')).toMatch(/^\\\\\.\\pipe\\royal-[0-9a-f]{24}$/);
  });
});
