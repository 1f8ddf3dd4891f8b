/** The journeys in a browser at `royal serve`, and what only a browser goes through: signing in and out, being offline. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApprovals } from './approvals-journeys.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { describeJourneys } from './journeys.ts';
import { partsOf } from './page-parts.ts';

describeJourneys('a browser at royal serve', openBrowserHost);
describeApprovals('a browser at royal serve', openBrowserHost);

/** Run in the page, whose globals are not the tests'. */
const WORKER_READY = 'navigator.serviceWorker.ready.then(() => true)';
const PATHS_KEPT = `(async () => {
  const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => new URL(url).pathname);
})()`;

describe('a browser', () => {
  let host: BrowserHost;
  beforeAll(async () => {
    host = await openBrowserHost();
  });
  afterAll(() => host?.close());

  it('is signed in by the printed link, whose token leaves the address', async () => {
    await shows(partsOf(host.page).connection, 'Live');
    expect(host.page.url()).toBe(`${host.url}/`);
  });

  it('is told where a link was used before, and let in by a new one in the same window', async () => {
    const stranger = await host.context.browser()!.newContext();
    const used = await host.link();
    const first = await stranger.newPage();
    await first.goto(used);
    await shows(partsOf(first).connection, 'Live');
    await stranger.clearCookies();
    const page = await stranger.newPage();
    await page.goto(used);
    await shows(page.getByRole('alert'), 'This link was used already');
    await shows(page.locator('body'), 'royal serve');
    await page.goto(await host.link());
    await shows(partsOf(page).connection, 'Live');
    await stranger.close();
  });

  it('is shown the way back in once its session is ended elsewhere, or it signs out', async () => {
    const sessions = (await host.client.access.list()).filter(({ kind }) => kind === 'session');
    for (const { id } of sessions) await host.client.access.revoke({ id });
    await isThere(host.page.getByRole('heading', { name: 'Sign in' }));
    await host.page.goto(await host.link());
    await shows(partsOf(host.page).connection, 'Live');
    await partsOf(host.page).press('Sign out');
    await isThere(host.page.getByRole('heading', { name: 'Sign in' }));
    await host.page.goto(await host.link());
    await shows(partsOf(host.page).connection, 'Live');
  });

  it('opens the page without a connection, keeps nothing of the program in it, and goes on when there is one', async () => {
    await host.page.evaluate(WORKER_READY);
    await host.dropConnection();
    await host.page.reload();
    await shows(host.page.locator('body'), 'Not connected since');
    const kept = await host.page.evaluate<string[]>(PATHS_KEPT);
    expect(kept).toContain('/index.html');
    expect(kept.filter((path) => /^\/(rpc|api|socket\.io|session)/.test(path))).toEqual([]);
    await host.restoreConnection();
    await shows(partsOf(host.page).connection, 'Live');
    await isGone(host.page.getByText('Not connected since'));
  });

  it('can be installed', async () => {
    const manifest = await (await host.page.request.get(`${host.url}/manifest.webmanifest`)).json();
    expect(manifest).toMatchObject({ display: 'standalone', theme_color: '#020409' });
    for (const { src } of manifest.icons) {
      const icon = await host.page.request.get(new URL(src, `${host.url}/`).href);
      expect([src, icon.status(), icon.headers()['content-type']]).toEqual([src, 200, 'image/png']);
    }
    expect(existsSync('out/renderer/sw.js')).toBe(true);
  });
});
