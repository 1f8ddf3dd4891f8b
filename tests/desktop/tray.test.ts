/** The program beside its window: the tray, the system's notifications, and a window that is never lost. */
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { closingOn } from '../../electron/main/closing.ts';
import { connectToOwner } from '../../headless/socket-client.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

describe('closing the window', () => {
  it.each([
    ['linux', 'KDE', true, 'hide'],
    ['linux', 'ubuntu:GNOME', true, 'minimize'],
    ['linux', undefined, true, 'minimize'],
    ['linux', 'KDE', false, 'minimize'],
    ['win32', undefined, true, 'hide'],
    ['win32', undefined, false, 'minimize'],
    ['darwin', undefined, true, 'close'],
  ] as const)('on %s, desktop %s, tray %s: %s', (platform, desktop, hasTray, closing) =>
    expect(closingOn(platform, desktop, hasTray)).toBe(closing),
  );
});

describe('the desktop beside its window', () => {
  let desktop: Desktop;
  afterEach(() => desktop?.close());

  const tray = () =>
    desktop.evaluate(({ desk }) => {
      const [only] = desk.trays;
      return only
        ? { image: only.image, toolTip: only.toolTip, entries: only.menu.map(({ id }) => id) }
        : null;
    });
  const choose = (id: string) => desktop.evaluate(({ desk }, entry) => desk.trays[0]!.choose(entry), id);
  const history = () =>
    desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.history));
  const closeWindow = async () => {
    // Nobody closes what is not shown yet: it is once its page has been drawn.
    await expect.poll(async () => (await history())[0]).toContain('show');
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  };

  it('stops everything from the tray and lets it go on; the image says so', async () => {
    desktop = startDesktop();
    await desktop.page();
    await expect.poll(async () => (await tray())?.entries).toContain('stop');
    const { client, close } = connectToOwner(desktop.folder);
    await expect
      .poll(() =>
        choose('stop').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(async () => (await tray())?.entries).toContain('resume');
    expect(basename((await tray())!.image)).toBe('tray-alert.png');
    expect(await client.stop.status()).toMatchObject({ stopped: true, reason: 'Stopped from the tray.' });
    await choose('resume');
    await expect.poll(async () => basename((await tray())!.image)).toBe('tray.png');
    expect(await client.stop.status()).toMatchObject({ stopped: false });
    await close();
  });

  it('is at work after its window was closed: minimised where there may be no tray, hidden where there is one', async () => {
    desktop = startDesktop({ env: { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' } });
    await desktop.page();
    // It comes a moment after the window.
    await expect.poll(tray).not.toBeNull();
    await closeWindow();
    const minimized = await desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.isMinimized(),
    );
    expect(minimized).toBe(true);
    await choose('open');
    expect((await history())[0]).toContain('restore');
    await desktop.close();

    desktop = startDesktop({ env: { XDG_CURRENT_DESKTOP: 'KDE' } });
    await desktop.page();
    // It comes a moment after the window.
    await expect.poll(tray).not.toBeNull();
    await closeWindow();
    expect((await history())[0]!.at(-1)).toBe('hide');
    await choose('quit').catch(() => {
      // It may be gone before it answers.
    });
    expect(await desktop.exited).toEqual({ code: 0, signal: null });
  });

  it('opens without a tray, too, and is minimised then', async () => {
    desktop = startDesktop({ env: { STAND_IN_TRAY: 'none', XDG_CURRENT_DESKTOP: 'KDE' } });
    await desktop.page();
    await closeWindow();
    expect((await history())[0]).not.toContain('hide');
    expect(desktop.log().map(({ msg }) => msg)).toContain('There is no tray.');
    await desktop.quit();
  });

  it('tells of what may interrupt while nobody looks at the window, and opens its place at a click', async () => {
    desktop = startDesktop();
    const page = await desktop.page();
    const { client, close } = connectToOwner(desktop.folder);
    await expect.poll(() => client.stop.status().catch(() => null)).toMatchObject({ stopped: false });
    const told = () => desktop.evaluate(({ desk }) => desk.notifications.map(({ options }) => options.title));

    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.focus());
    await client.stop.pull({ reason: 'looked at' });
    await expect.poll(async () => (await client.notifications.list({})).unread).toBe(1);
    // The window is left only when what happened has come to it.
    await page.getByText('looked at').first().waitFor();
    await client.stop.lift({});
    await expect.poll(async () => (await client.notifications.list({})).unread).toBe(0);

    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize());
    await client.stop.pull({ reason: 'away <a href="https://evil.test">\u202eread</a>\n\nNow' });
    await expect.poll(told).toEqual(['Everything is stopped']);
    const [shown] = await desktop.evaluate(({ desk }) =>
      desk.notifications.map(({ options }) => options.body),
    );
    expect(shown).toContain(
      process.platform === 'linux' ? 'away ‹a href="https://evil.test"›read‹/a› Now' : 'away <a href=',
    );
    await desktop.evaluate(({ desk }) => desk.notifications[0]!.emit('click'));
    await expect.poll(() => page.evaluate('location.hash')).toBe('#/system');
    expect((await history())[0]).toContain('restore');
    await close();
  });
});
