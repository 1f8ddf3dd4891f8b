import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import { type FolderPaths, folderPaths } from '../data-folder/data-folder.ts';
import { type LocalSocket, listenLocally, socketPath } from './local-socket.ts';
import { implementer } from './wire.ts';

describe('the local socket', () => {
  let folder: string;
  let paths: FolderPaths;
  let socket: LocalSocket;
  const os = implementer(() => {});
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
    socket = await listenLocally(router, paths);
  });
  afterEach(async () => {
    await socket.close(0);
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (authorization?: string): Promise<{ status: number; body: string }> =>
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
      asked.end('{}');
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

  it('takes the place of a dead owner’s socket, with another token', async () => {
    const before = readFileSync(paths.token, 'utf8');
    await socket.close(0);
    writeFileSync(socket.path, '');
    socket = await listenLocally(router, paths);
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
