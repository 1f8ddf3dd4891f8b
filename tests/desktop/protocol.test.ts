import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeIn, readAppFile } from '../../electron/main/app-files.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

/** Each leads out of the folder, or would where somebody decodes once more. */
const OUTSIDE = [
  '/..%2f..%2fpackage.json',
  '/assets/..%2f..%2fmain%2findex.js',
  '/%252e%252e%252fmain%252findex.js',
  '/..%5c..%5cmain%5cindex.js',
  '/index.html%00.js',
  '/C:%5cWindows%5cwin.ini',
  '/c:/windows/win.ini',
  '/%2f%2fserver%2fshare%2f..%2fx',
  '/.env',
  '/%ff',
];

describe('the files of app://royal', () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = startDesktop();
    await desktop.page();
  });
  afterAll(() => desktop.close());

  const get = (path: string, method = 'GET') =>
    desktop.evaluate(
      async ({ protocol }, request) => {
        const response = await protocol.answer(request.url, { method: request.method });
        return {
          status: response!.status,
          headers: Object.fromEntries(response!.headers),
          text: await response!.text(),
        };
      },
      { url: path.startsWith('app:') ? path : `app://royal${path}`, method },
    );

  it('are the page with its scripts, each by its type', async () => {
    const page = await get('/');
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    const script = /src="\.(\/[^"]+\.js)"/.exec(page.text)![1]!;
    expect((await get(script)).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(await get('/index.html', 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it('are not found where there are none, and the page finds its places', async () => {
    const missing = await get('/assets/missing.js');
    expect(missing.status).toBe(404);
    expect(JSON.parse(missing.text)).toMatchObject({ code: 'not_found' });
    expect(await get('/orders/1042')).toMatchObject({
      status: 302,
      headers: { location: 'app://royal/#/orders/1042' },
    });
  });

  it.each(OUTSIDE)('do not lead outside: %s', async (path) => {
    const refusals = () => desktop.log().filter(({ msg }) => msg.startsWith('Refused: a path')).length;
    const before = refusals();
    const answer = await get(path);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'not_trusted', next: expect.any(String) });
    await expect.poll(refusals).toBe(before + 1);
    expect(JSON.stringify(desktop.log())).not.toContain(path);
  });

  it('are those of one host, and only read', async () => {
    for (const url of ['app://evil/index.html', 'app://royal.evil/', 'app://royal:1/'])
      expect([url, (await get(url)).status]).toEqual([url, 403]);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', method)).status).toBe(403);
  });

  it('carry their policy also where they are refused', async () => {
    for (const path of ['/', '/assets/missing.js', '/..%2fx', '/orders'])
      expect((await get(path)).headers, path).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
  });
});

describe('a link inside the folder', () => {
  let base: string;
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'royal-files-'));
    mkdirSync(join(base, 'renderer'));
    mkdirSync(join(base, 'renderer-secret'));
    writeFileSync(join(base, 'renderer-secret', 'key.json'), '{}');
    writeFileSync(join(base, 'renderer', 'real.json'), '{}');
    symlinkSync(join(base, 'renderer-secret'), join(base, 'renderer', 'out'));
    symlinkSync(join(base, 'renderer', 'real.json'), join(base, 'renderer', 'in.json'));
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it('is followed as far as the folder goes', async () => {
    const root = join(base, 'renderer');
    expect((await readAppFile(root, '/in.json')).contentType).toBe('application/json; charset=utf-8');
    await expect(readAppFile(root, '/out/key.json')).rejects.toMatchObject({ code: 'not_trusted' });
    await expect(readAppFile(root, '/')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a path', () => {
  it.each([
    ['/orders', 'orders'],
    ['/orders/1042/', 'orders/1042'],
    ['/', null],
    ['/index.html', null],
    ['/a/../b', null],
    ['/a//b', null],
  ])('%s is the place %s', (path, place) => expect(placeIn(path)).toBe(place));
});
