import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const START = fileURLToPath(new URL('../headless/start.js', import.meta.url));

describe('npm start', () => {
  let base: string;
  let end: (() => void) | null = null;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'royal-start-'));
  });
  afterEach(() => {
    end?.();
    rmSync(base, { recursive: true, force: true });
  });

  function start(...flags: string[]) {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    const child = spawn(process.execPath, [START, '--data', join(base, 'data'), ...flags], {
      env: { ...env, ROYAL_SECRETS: 'file' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    end = () => child.kill('SIGKILL');
    const said = { out: '', error: '' };
    child.stdout.on('data', (part) => {
      said.out += part;
    });
    child.stderr.on('data', (part) => {
      said.error += part;
    });
    return { child, said, closed: once(child, 'close') as Promise<[number | null]> };
  }

  const linkIn = (text: string): string | undefined => /http:\/\/\S+#enter=\S+/.exec(text)?.[0];

  it.runIf(process.platform === 'linux')(
    'says in one line that there is no display, serves the same in the browser, and ends cleanly',
    async () => {
      const { child, said, closed } = start();
      await expect.poll(() => linkIn(said.out), { timeout: 60_000 }).toBeDefined();
      expect(said.out.match(/There is no display here.*\n/g)).toHaveLength(1);
      const url = new URL(linkIn(said.out)!);
      const token = url.hash.slice('#enter='.length);
      const entered = await fetch(`${url.origin}/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url.origin },
        body: JSON.stringify({ token }),
      });
      expect(await entered.json()).toMatchObject({ signedIn: true });
      expect(await (await fetch(`${url.origin}/`)).text()).toContain('<div id="root">');
      child.kill('SIGINT');
      expect((await closed)[0]).toBe(0);
      expect(said.error).toBe('');
      expect(existsSync(join(base, 'data', 'socket.token'))).toBe(false);
    },
  );

  it('says who has the data folder where another program does', async () => {
    const first = start('--browser');
    await expect.poll(() => linkIn(first.said.out), { timeout: 60_000 }).toBeDefined();
    const second = start('--browser');
    expect((await second.closed)[0]).toBe(5);
    expect(second.said.error).toMatch(/in use/);
    first.child.kill('SIGTERM');
    expect((await first.closed)[0]).toBe(0);
  });
});
