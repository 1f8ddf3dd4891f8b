/** In a real browser: the reference page under the strict policy, and what pages of another origin can't do. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { openWebHost, type WebHost } from './web-host.ts';

let browser: Browser;
let web: WebHost;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGS],
  });
});
afterAll(() => browser.close());
beforeEach(async () => {
  web = await openWebHost({ pages: true });
  context = await browser.newContext();
  const [name, value] = (await web.signIn()).split('=') as [string, string];
  const url = `http://${web.address}`;
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await web.close();
});

describe('the reference page', () => {
  it('is drawn and tried out without a violation of the policy', { timeout: 60_000 }, async () => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addInitScript({
      content: `document.addEventListener('securitypolicyviolation', (event) =>
        console.error('violated ' + event.violatedDirective + ': ' + event.blockedURI));`,
    });
    await page.goto(`http://${web.address}/api/docs`);
    await page.locator('#operations-tag-stop').click();
    const operation = page.locator('.opblock').filter({ hasText: 'Pull the emergency stop' });
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.locator('textarea').fill('{"reason":"tried out"}');
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table .response-col_status').getByText('200').waitFor();
    expect(await web.host.client.stop.status()).toMatchObject({ stopped: true, reason: 'tried out' });
    expect(complaints).toEqual([]);
  });
});

describe('a page of another origin', () => {
  let elsewhere: Server;
  let port: number;
  /** What the attacker serves; `VICTIM` stands for our address. */
  let attack: string;
  beforeEach(async () => {
    elsewhere = createServer((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><title>waiting</title>${attack.replaceAll('VICTIM', web.address)}`);
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    ({ port } = elsewhere.address() as AddressInfo);
  });
  afterEach(() => {
    elsewhere.closeAllConnections();
    elsewhere.close();
  });

  /** A neighbour on another port gets the cookie sent along: for browsers that is the same site. */
  const ORIGINS = ['127.0.0.1', 'localhost'];

  const told = async (title: string): Promise<void> => {
    await expect.poll(() => page.title(), { timeout: 15_000 }).toBe(title);
  };
  const untouched = async (): Promise<void> => {
    expect(await web.host.client.stop.status()).toMatchObject({ stopped: false });
  };

  it.each(ORIGINS)('at %s can not post a form', async (name) => {
    attack = `<form method="post" enctype="text/plain" action="http://VICTIM/api/stop/pull">
      <input name='{"reason":"' value='"}'></form><script>document.forms[0].submit()</script>`;
    await page.goto(`http://${name}:${port}/`);
    await page.waitForURL(`http://${web.address}/**`);
    expect(await page.textContent('body')).toContain('"code":"forbidden"');
    await web.refused('fetch_site');
    await untouched();
  });

  it.each(ORIGINS)('at %s can neither ask with the cookie nor read what is answered', async (name) => {
    attack = `<script type="module">
      const send = (path, init) => fetch('http://VICTIM' + path, { credentials: 'include', ...init }).then(
        (answer) => answer.type + answer.status, () => 'failed');
      const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
      document.title = (await Promise.all([
        send('/api/stores/list'),
        send('/api/stop/pull', json),
        send('/rpc/stop/pull', { ...json, mode: 'no-cors', headers: {} }),
        send('/session'),
      ])).join(' ');
    </script>`;
    await page.goto(`http://${name}:${port}/`);
    // Nor does it get an answer that it could not look into: that is never loaded.
    await told('failed failed failed failed');
    await web.refused('fetch_site', 3);
    await untouched();
  });

  it.each(ORIGINS)('at %s can not open a WebSocket', async (name) => {
    attack = `<script>
      const socket = new WebSocket('ws://VICTIM/socket.io/?EIO=4&transport=websocket');
      socket.onopen = () => { document.title = 'open' };
      socket.onclose = () => { document.title ||= ''; if (document.title !== 'open') document.title = 'closed' };
    </script>`;
    await page.goto(`http://${name}:${port}/`);
    await told('closed');
    await expect
      .poll(() => web.log(), { timeout: 10_000 })
      .toMatch(/"reason":"(origin|fetch_site)","method":"GET","route":"\/socket.io"/);
  });

  it.each(ORIGINS)('at %s can not show us in a frame, or take our files into itself', async (name) => {
    attack = `<iframe src="http://VICTIM/"></iframe>
      <script src="http://VICTIM/assets/index-Ab12Cd34.js" onerror="document.title = 'refused'"></script>`;
    await page.goto(`http://${name}:${port}/`, { waitUntil: 'load' });
    await told('refused');
    const frame = page.frames().find((one) => one !== page.mainFrame());
    expect(await frame?.title()).not.toBe('Started');
    expect(await frame?.content()).not.toContain('<title>Pages</title>');
    await web.refused('fetch_site', 2);
  });
});
