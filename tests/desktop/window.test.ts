import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { placeWindow, readWindowState, type WindowState } from '../../electron/main/window-state.ts';
import { connectToOwner } from '../../headless/socket-client.ts';
import { display } from '../electron-host/desk.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';
import { askForPort } from '../electron-host/page-port.ts';

describe('the window', () => {
  let desktop: Desktop;
  afterEach(() => desktop?.close());

  it('shows the built page, dark and only once it is there to be seen', async () => {
    desktop = startDesktop();
    const page = await desktop.page();
    // The page names its place in it once it is drawn.
    expect(await page.title()).toMatch(/^(Command · )?Royal Equips$/);
    const window = await desktop.evaluate(({ BrowserWindow, nativeTheme }) => {
      const [only, ...others] = BrowserWindow.getAllWindows();
      return {
        options: only!.options,
        history: only!.history,
        others: others.length,
        theme: nativeTheme.themeSource,
      };
    });
    expect(window.others).toBe(0);
    expect(window.options).toMatchObject({ show: false, backgroundColor: '#020409' });
    expect(window.history.slice(0, 2)).toEqual(['ready-to-show', 'show']);
    expect(window.theme).toBe('dark');
  });

  it('comes back by itself after its process died, and the core knows all it knew', async () => {
    desktop = startDesktop();
    const before = await desktop.page();
    const { client, close } = connectToOwner(desktop.folder);
    await expect.poll(() => client.stop.pull({ reason: 'kept' }).catch(() => null)).not.toBeNull();
    await before.evaluate('window.before = true');
    const crash = () =>
      desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
      );
    const crashed = before.waitForEvent('crash');
    await crash();
    await crashed;
    const after = await desktop.page();
    expect(await after.evaluate('window.before')).toBeUndefined();
    const { client: inWindow } = await askForPort(await desktop.quietPage());
    expect(await inWindow.stop.status()).toMatchObject({ stopped: true, reason: 'kept' });
    await expect
      .poll(() => desktop.log().filter(({ msg }) => msg === 'The process of the page ended.'))
      .toHaveLength(1);
    await close();
  });

  it('asks before it loads a page again that keeps failing', async () => {
    desktop = startDesktop();
    await desktop.page();
    for (let crash = 1; crash <= 4; crash += 1) {
      await desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.emit(
          'render-process-gone',
          {},
          { reason: 'oom', exitCode: 1 },
        ),
      );
      expect(await desktop.evaluate(({ desk }) => desk.dialogs.length)).toBe(crash === 4 ? 1 : 0);
    }
    await desktop.evaluate(({ desk }) => desk.dialogs[0]!.answer(1));
    expect(await desktop.exited).toEqual({ code: 0, signal: null });
  });

  it('has a menu of what it can do itself, and opens the data folder', async () => {
    desktop = startDesktop();
    await desktop.page();
    const roles = await desktop.evaluate(({ desk }) => {
      desk.click('data-folder');
      const submenu = desk.menu.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : [menu]));
      return submenu.map(({ role }) => role);
    });
    for (const role of ['reload', 'zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen', 'editMenu'])
      expect(roles).toContain(role);
    expect(await desktop.evaluate(({ desk }) => desk.openedPaths)).toEqual([desktop.folder]);
  });

  it('opens where it stood last', async () => {
    desktop = startDesktop({
      env: { STAND_IN_DISPLAYS: JSON.stringify([display(1, 0, 1920), display(2, 1920, 1280)]) },
    });
    await desktop.page();
    const place = { x: 2000, y: 100, width: 900, height: 700 };
    await desktop.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]!.setBounds(bounds);
      BrowserWindow.getAllWindows()[0]!.maximize();
    }, place);
    await desktop.quit();
    expect(readWindowState(join(desktop.userData, 'window.json'))).toEqual({
      bounds: place,
      displayId: 2,
      maximized: true,
      fullScreen: false,
    });
  });
});

describe('the place of a window', () => {
  const [left, right] = [display(1, 0, 1920), display(2, 1920, 1280)];
  const kept = (x: number, y: number, width: number, height: number, displayId = 2): WindowState => ({
    bounds: { x, y, width, height },
    displayId,
    maximized: false,
    fullScreen: false,
  });

  it('is the middle of the primary display at first', () => {
    expect(placeWindow(null, [left, right])).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
  });

  it('is where it was, while its display is there', () => {
    expect(placeWindow(kept(2000, 100, 900, 700), [left, right])).toEqual({
      x: 2000,
      y: 100,
      width: 900,
      height: 700,
    });
  });

  it('is the middle of the primary display, as large as it was, once its display is gone', () => {
    expect(placeWindow(kept(2000, 100, 900, 700), [left])).toEqual({
      x: 510,
      y: 170,
      width: 900,
      height: 700,
    });
  });

  it('is wholly on its display, however it was kept', () => {
    expect(placeWindow(kept(-9000, 5000, 90_000, 10), [left, right])).toEqual({
      x: 1920,
      y: 560,
      width: 1280,
      height: 480,
    });
  });

  it('is as at first where what was kept is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'royal-window-'));
    const path = join(folder, 'window.json');
    for (const text of ['', '{', '{"bounds":{"x":"1"}}', JSON.stringify(kept(0.5, 0, -1, 5))]) {
      writeFileSync(path, text);
      expect(readWindowState(path)).toBeNull();
    }
    rmSync(folder, { recursive: true });
  });
});
