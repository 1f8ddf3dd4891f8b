import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { UserConfig } from 'electron-vite';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../electron.vite.config.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('the desktop during development', () => {
  let vite: ViteDevServer;
  let url: string;
  beforeAll(async () => {
    const { renderer } = config as UserConfig;
    const port = await freePort();
    vite = await createServer({
      ...renderer,
      configFile: false,
      build: {},
      logLevel: 'silent',
      // Somebody may be developing on the usual one.
      server: { ...renderer?.server, port, hmr: { ...(renderer?.server?.hmr as object), clientPort: port } },
    });
    await vite.listen();
    url = vite.resolvedUrls!.local[0]!;
  });
  afterAll(() => vite.close());

  const policyOf = (desktop: Desktop) =>
    desktop.evaluate(async ({ protocol }) => {
      const response = await protocol.answer('app://royal/', { method: 'GET' });
      return response!.headers.get('content-security-policy');
    });

  it('shows the page as vite serves it, at the same origin, and hears of changes', async () => {
    const desktop = startDesktop({ env: { ELECTRON_RENDERER_URL: url } });
    try {
      const page = await desktop.page();
      expect(await page.evaluate('window.royal.shell')).toBe('desktop');
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
      await page.evaluate('window.before = true');
      await expect.poll(() => vite.ws.clients.size).toBe(1);
      vite.ws.send({ type: 'full-reload' });
      await expect.poll(() => page.evaluate('window.before ?? null').catch(() => true)).toBe(null);
    } finally {
      await desktop.close();
    }
  });

  it('takes no other server’s page once it is installed', async () => {
    const desktop = startDesktop({ env: { ELECTRON_RENDERER_URL: url, STAND_IN_PACKAGED: '1' } });
    try {
      await desktop.page();
      expect(await policyOf(desktop)).not.toContain('unsafe-inline');
      expect(await desktop.evaluate(({ session }, asked) => session.defaultSession.lets(asked), url)).toBe(
        false,
      );
    } finally {
      await desktop.close();
    }
  });
});
