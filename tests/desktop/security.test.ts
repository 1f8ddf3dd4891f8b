/**
 * Electron's security checklist, its twenty items in its order: each test fails when what it names is undone.
 * https://www.electronjs.org/docs/latest/tutorial/security
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { externalLink } from '../../electron/main/external-links.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

describe('Electron’s security checklist', () => {
  let desktop: Desktop;
  let page: Page;
  beforeAll(async () => {
    desktop = startDesktop();
    page = await desktop.quietPage();
  });
  afterAll(() => desktop.close());

  const preferences = () =>
    desktop.evaluate(({ BrowserWindow }) => {
      const { preload, ...others } = BrowserWindow.getAllWindows()[0]!.options.webPreferences!;
      return others;
    });
  const refusals = () => desktop.log().filter(({ code }) => code === 'not_trusted');
  const built = (...path: string[]): string => readFileSync(join(inject('built'), ...path), 'utf8');
  const allOf = (folder: string): string =>
    readdirSync(join(inject('built'), folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(js|cjs|html)$/.test(name))
      .map((name) => built(folder, name))
      .join('\n');

  it('1: loads nothing remote, secure or not', async () => {
    const lets = (urls: string[]) =>
      desktop.evaluate(
        ({ session }, asked) => Promise.all(asked.map((url) => session.defaultSession.lets(url))),
        urls,
      );
    const told = () => refusals().filter(({ msg }) => msg === 'Refused: a request to the network.').length;
    const before = told();
    const remote = [
      'http://example.com/x.js',
      'https://example.com/x.js',
      'ws://example.com/',
      'ftp://example.com/',
    ];
    expect(await lets(remote)).toEqual([false, false, false, false]);
    expect(await lets(['app://royal/index.html', 'blob:app://royal/1', 'data:,x'])).toEqual([
      true,
      true,
      true,
    ]);
    await expect.poll(told).toBe(before + 4);
  });

  it('2: gives the page, its frames and workers no Node', async () => {
    expect(await preferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
    expect(await page.evaluate('[typeof require, typeof process, typeof Buffer, typeof module]')).toEqual(
      Array(4).fill('undefined'),
    );
  });

  it('3: isolates the preload from the page', async () => {
    expect(await preferences()).toMatchObject({ contextIsolation: true });
  });

  it('4: runs every renderer in the sandbox', async () => {
    expect(await preferences()).toMatchObject({ sandbox: true });
    expect(await desktop.evaluate(({ app }) => app.sandboxEnabled())).toBe(true);
  });

  it('5: grants the clipboard to the page itself, and no other permission to anybody', async () => {
    const ask = (permission: string, url: string, isMainFrame = true) =>
      desktop.evaluate(({ session }, [name, from, main]) => session.defaultSession.asks(name, from, main), [
        permission,
        url,
        isMainFrame,
      ] as const);
    const granted = { request: true, check: true };
    const denied = { request: false, check: false };
    expect(await ask('clipboard-sanitized-write', 'app://royal/')).toEqual(granted);
    expect(await ask('clipboard-sanitized-write', 'https://example.com/')).toEqual(denied);
    expect(await ask('clipboard-sanitized-write', 'app://royal/', false)).toEqual(denied);
    const others = [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'midi',
    ];
    for (const permission of others)
      expect([permission, await ask(permission, 'app://royal/')]).toEqual([permission, denied]);
    const devices = await desktop.evaluate(({ session: { defaultSession } }) => {
      const answers: unknown[] = [defaultSession.devicePermission?.({ deviceType: 'usb' } as never)];
      defaultSession.displayMedia?.({} as never, (streams) => answers.push(streams));
      defaultSession.pairing?.({} as never, ({ confirmed }) => answers.push(confirmed));
      return answers;
    });
    expect(devices).toEqual([false, null, false]);
  });

  it('6: keeps the same-origin policy on', async () => {
    expect(await preferences()).toMatchObject({ webSecurity: true });
  });

  it('7: has a policy for content, which Chromium enforces', async () => {
    await page.evaluate(`(() => {
      window.violated = [];
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
      const add = (name, fields) => document.body.append(Object.assign(document.createElement(name), fields));
      add('script', { textContent: 'window.inlineRan = true' });
      add('script', { src: 'https://example.com/x.js' });
      add('img', { src: 'https://example.com/x.png' });
      add('style', { textContent: 'body { color: red }' });
      add('iframe', { src: 'https://example.com/private' });
      add('object', { data: 'https://example.com/' });
      add('base', { href: 'https://example.com/' });
      fetch('https://example.com/').catch(() => {});
      // Later, as the inspector's own evaluation is let through.
      setTimeout(() => { try { eval('window.evalRan = true'); } catch {} });
    })()`);
    await expect
      .poll(async () => [...new Set((await page.evaluate('window.violated')) as string[])].sort())
      .toEqual([
        'base-uri',
        'connect-src',
        'frame-src',
        'img-src',
        'object-src',
        'script-src',
        'script-src-elem',
        'style-src-elem',
      ]);
    expect(await page.evaluate('[window.inlineRan, window.evalRan]')).toEqual([undefined, undefined]);
    // Also told: a frame of another origin is refused, by name of the rule and without the address.
    await expect
      .poll(() => refusals().map(({ directive }) => directive))
      .toEqual(expect.arrayContaining(['frame-src', 'script-src', 'connect-src']));
    expect(JSON.stringify(desktop.log())).not.toContain('private');
  });

  it('8: runs no insecure content', async () => {
    expect(await preferences()).toMatchObject({ allowRunningInsecureContent: false });
  });

  it('9: has no experimental features on', async () => {
    expect(await preferences()).toMatchObject({ experimentalFeatures: false });
  });

  it('10: enables no features of Blink', async () => {
    expect(await preferences()).not.toHaveProperty('enableBlinkFeatures');
    expect(allOf('main')).not.toMatch(/appendSwitch|enableBlinkFeatures/);
  });

  it('11: has no webviews that could open windows', async () => {
    expect(await preferences()).toMatchObject({ webviewTag: false });
    expect(allOf('renderer')).not.toMatch(/allowpopups/i);
  });

  it('12: attaches no webview, whatever its options', async () => {
    const prevented = await desktop.evaluate(({ BrowserWindow }) => {
      let calls = 0;
      const event = { preventDefault: () => (calls += 1) };
      BrowserWindow.getAllWindows()[0]!.webContents.emit('will-attach-webview', event, {}, {});
      return calls;
    });
    expect(prevented).toBe(1);
    await expect.poll(() => refusals().map(({ msg }) => msg)).toContain('Refused: a webview.');
  });

  it('13: navigates nowhere: neither the page, nor a redirection, nor a frame', async () => {
    const url = page.url();
    for (const target of ['https://example.com/private?x=1', 'http://admin.shopify.com/', 'app://evil/']) {
      const told = () => refusals().filter(({ msg }) => msg.startsWith('Refused: an address')).length;
      const before = told();
      await page.evaluate(
        `location.href = ${JSON.stringify(target.replace('app://evil', 'https://evil.app.localhost'))}`,
      );
      await expect.poll(told).toBe(before + 1);
      expect(page.url()).toBe(url);
    }
    expect(JSON.stringify(desktop.log())).not.toContain('private');
    const prevented = await desktop.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const tries = [
        ['will-redirect', 'https://example.com/', true],
        ['will-navigate', 'https://example.com/', true],
        ['will-frame-navigate', 'https://example.com/', true],
        ['will-frame-navigate', 'app://royal/', false],
        ['will-frame-navigate', 'app://royal/', true],
      ] as const;
      return tries.map(([name, target, isMainFrame]) => {
        let stopped = false;
        const preventDefault = () => {
          stopped = true;
        };
        webContents.emit(name, { url: target, isMainFrame, preventDefault });
        return stopped;
      });
    });
    expect(prevented).toEqual([true, true, true, true, false]);
  });

  it('14: opens no window', async () => {
    const pages = page.context().pages().length;
    let made = 0;
    page.context().on('page', () => {
      made += 1;
    });
    await page.evaluate(
      `window.open('https://example.com/'); window.open('/index.html'); window.open('about:blank');`,
    );
    await expect.poll(() => refusals().filter(({ origin }) => origin === 'about:').length).toBe(1);
    await expect.poll(() => made).toBe(3);
    await expect.poll(() => page.context().pages().length).toBe(pages);
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('15: opens in the browser what is on the list, parsed, and nothing else', async () => {
    await page.evaluate(`window.open('https://admin.shopify.com/store/a/orders/1')`);
    const opened = () => desktop.evaluate(({ desk }) => desk.openedOutside);
    await expect.poll(opened).toEqual(['https://admin.shopify.com/store/a/orders/1']);
    const good = [
      'https://dev.shopify.com/dashboard',
      'https://help.shopify.com/en/manual',
      'https://my-shop.myshopify.com/admin',
      'https://my-shop.myshopify.com/admin/products/1',
    ];
    for (const link of good) expect(externalLink(link)?.href).toBe(link);
    const bad = [
      'http://admin.shopify.com/',
      'https://admin.shopify.com.evil.example/',
      'https://evil.example/?https://admin.shopify.com/',
      'https://admin.shopify.com@evil.example/',
      'https://user@admin.shopify.com/',
      'https://admin.shopify.com:8443/',
      'https://myshopify.com/admin',
      'https://a.b.myshopify.com/admin',
      'https://my-shop.myshopify.com/administrator',
      'https://my-shop.myshopify.com/products/x',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'ms-msdt:/id',
      '\\\\server\\share',
      '',
    ];
    for (const link of bad) expect([link, externalLink(link)]).toEqual([link, null]);
  });

  it('16: is of a current Electron, pinned', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { version } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8'));
    expect(devDependencies.electron).toBe(version);
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  it('17: hears two messages, and answers their sender only', async () => {
    expect(await desktop.evaluate(({ ipcMain }) => ipcMain.eventNames().sort())).toEqual([
      'bridge:connect',
      'bridge:refused',
    ]);
    const delivered = await desktop.evaluate(({ BrowserWindow, ipcMain }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      let answers = 0;
      const frame = (origin: string, parent: object | null) => ({
        url: `${origin}/`,
        origin,
        parent,
        frameTreeNodeId: webContents.mainFrame.frameTreeNodeId,
        postMessage: () => (answers += 1),
      });
      for (const senderFrame of [
        frame('https://example.com', null),
        frame('app://evil', null),
        frame('null', null),
        frame('app://royal', {}),
      ])
        ipcMain.emit('bridge:connect', { type: 'frame', sender: webContents, senderFrame, ports: [] });
      return answers;
    });
    expect(delivered).toBe(0);
  });

  it('18: serves its page at an origin of its own, and knows no file://', async () => {
    const { schemes, url, files } = await desktop.evaluate(async ({ BrowserWindow, protocol, session }) => ({
      schemes: protocol.schemes,
      url: BrowserWindow.getAllWindows()[0]!.webContents.mainFrame.url,
      files: await session.defaultSession.lets('file:///etc/passwd'),
    }));
    expect(schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(url).toMatch(/^app:\/\/royal\//);
    expect(files).toBe(false);
  });

  it('19: is packed with the fuses blown that it doesn’t need', () => {
    const text = readFileSync('electron-builder.yml', 'utf8');
    const block = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(text)![1]!;
    const fuses = Object.fromEntries(
      block
        .trim()
        .split('\n')
        .map((line) => line.trim().split(': ')),
    );
    expect(fuses).toMatchObject({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      grantFileProtocolExtraPrivileges: 'false',
    });
  });

  it('20: shows the page the name of its shell, frozen, and nothing of Electron', async () => {
    const shown = 'Object.entries(window.royal).map(([name, value]) => [name, typeof value, String(value)])';
    expect(await page.evaluate(shown)).toEqual([['shell', 'string', 'desktop']]);
    expect(
      await page.evaluate(`Reflect.set(window.royal, 'shell', 'x') || Reflect.set(window, 'royal', 1)`),
    ).toBe(false);
    const names = (await page.evaluate('Object.getOwnPropertyNames(window)')) as string[];
    expect(names.filter((name) => /electron|ipc|__from|__to/i.test(name))).toEqual([]);
  });
});
