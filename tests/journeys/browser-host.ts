/** The headless host for journeys: the real server, and a real Chromium behind a wire that can be cut. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { openLog } from '../../core/telemetry/log.ts';
import { startSandboxProcess } from '../../headless/demo/sandbox-process.ts';
import { startHeadless } from '../../headless/host.ts';
import { startHttp } from '../../headless/http/server.ts';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { tcpProxy } from '../tcp-proxy.ts';
import type { JourneyHost } from './journey-host.ts';

export interface BrowserHost extends JourneyHost {
  context: BrowserContext;
  /** Where the browser finds the host, through the wire. */
  url: string;
  /** A new link to sign in with, as `royal serve` prints it. */
  link(): Promise<string>;
}

const RENDERER = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** `args`: what Chromium is started with besides. */
export async function openBrowserHost(args: readonly string[] = []): Promise<BrowserHost> {
  process.env.ROYAL_SECRETS = 'file';
  const folder = mkdtempSync(join(tmpdir(), 'royal-journey-'));
  const sandbox = await startSandboxProcess(['--plan', 'enterprise', '--scale', '0.3']);
  await sandbox.pause();
  const host = await startHeadless({ folder: join(folder, 'data'), schedule: false });
  const log = openLog(join(folder, 'http.log'));
  const http = await startHttp({
    host,
    log: log.log,
    renderer: RENDERER,
    listen: { address: '127.0.0.1', port: 0 },
  });
  const { port } = http;
  const wire = await tcpProxy(port);
  // The browser keeps the host's own name and port, and is led through the wire.
  const url = `http://localhost:${port}`;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGS, `--host-resolver-rules=MAP localhost:${port} 127.0.0.1:${wire.port}`, ...args],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const link = async (): Promise<string> => {
    const { token } = await host.client.access.invite({});
    return `${url}/#enter=${token}`;
  };
  const openPage = async (at: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(at);
    return page;
  };
  const opened: BrowserHost = {
    name: 'headless',
    page: await openPage(await link()),
    context,
    url,
    link,
    client: host.client,
    sandbox,
    async dropConnection() {
      wire.cut();
    },
    async restoreConnection() {
      wire.mend();
    },
    killCore: () => host.kill(),
    async reopenWindow() {
      const crashed = opened.page.waitForEvent('crash');
      const devtools = await context.newCDPSession(opened.page);
      devtools.send('Page.crash').catch(() => {
        // The page that should have answered is gone.
      });
      await crashed;
      await opened.page.close();
      opened.page = await openPage(url);
    },
    async close() {
      await browser.close();
      await wire.close();
      await http.close();
      await host.close();
      await sandbox.stop();
      log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return opened;
}
