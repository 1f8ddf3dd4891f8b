/** `royal serve` and `royal access` as a person runs them. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../headless/exit-codes.ts';
import { royal, serveRoyal, spawnRoyal } from '../royal-process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'royal-serve-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('royal serve', () => {
  it('gives a script the token alone, and outlives a reader that leaves', async () => {
    const made = await royal(['access', 'token', 'sheet'], { folder });
    expect(made.stdout).toMatch(/^\S+\n$/);
    expect(made.stderr).toContain('not shown again');
    const child = spawnRoyal(['--help'], { folder });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (part: Buffer) => {
      complaint += part.toString();
    });
    const [code] = await once(child, 'close');
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });

  it('prints a link that signs in, gives others on request, and shuts out', async () => {
    const serving = await serveRoyal({ folder }, ['--port', '0']);
    try {
      const { url, link, socket } = serving.told as { url: string; link: string; socket: string };
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(socket).toContain('royal.sock');
      const enter = (to: string) =>
        fetch(`${url}/session`, {
          method: 'POST',
          headers: { origin: url, 'content-type': 'application/json' },
          body: JSON.stringify({ token: to.slice(to.indexOf('=') + 1) }),
        });
      expect((await enter(link)).status).toBe(200);
      const another = (await royal(['access', 'link', '--json'], { folder })).json as { link: string };
      expect(another.link.startsWith(`${url}/#enter=`)).toBe(true);
      expect((await enter(another.link)).status).toBe(200);

      const made = (await royal(['access', 'token', 'ci', '--json'], { folder })).json as {
        id: number;
        token: string;
      };
      const ask = () =>
        fetch(`${url}/api/stores/list`, { headers: { authorization: `Bearer ${made.token}` } });
      expect(await (await ask()).json()).toEqual([]);
      const list = await royal(['access', 'list'], { folder });
      expect(list.stdout).toMatch(/token\s+ci/);
      expect(list.stdout).not.toContain(made.token);
      expect((await royal(['access', 'revoke', String(made.id)], { folder })).stdout).toBe('Ended: ci.\n');
      expect((await ask()).status).toBe(401);
      expect((await royal(['access', 'revoke', '99'], { folder })).code).toBe(EXIT.notFound);
    } finally {
      expect(await serving.end('SIGTERM')).toBe(0);
    }
  });

  it('serves nothing over HTTP where told so, and then has no link to give', async () => {
    const serving = await serveRoyal({ folder }, ['--no-http']);
    try {
      expect(serving.told).toMatchObject({ url: null, link: null });
      expect(await royal(['access', 'link', '--json'], { folder })).toMatchObject({
        code: EXIT.refused,
        json: { error: { code: 'invalid_state' } },
      });
    } finally {
      await serving.end('SIGTERM');
    }
  });

  it('warns of an address that others can reach, and refuses what is no port', async () => {
    const serving = await serveRoyal({ folder }, ['--port', '0', '--address', '0.0.0.0']);
    expect(serving.stderr()).toMatch(/plain HTTP shows everything/);
    await serving.end('SIGTERM');
    expect((await royal(['serve', '--port', 'seven'], { folder })).code).toBe(EXIT.usage);
  });
});
