import { afterEach, describe, expect, it } from 'vitest';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

describe('the window', () => {
  let desktop: Desktop;
  afterEach(() => desktop?.close());

  it('shows the built page, dark and only once it is there to be seen', async () => {
    desktop = startDesktop();
    const page = await desktop.page();
    expect(await page.title()).toBe('Royal Equips');
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
    expect(await desktop.quit()).toEqual({ code: 0, signal: null });
  });
});
