import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Host } from '../../core/host/host.ts';
import { startHeadless } from '../../headless/host.ts';
import { connectToOwner } from '../../headless/socket-client.ts';
import { type Desktop, startDesktop } from '../electron-host/desktop-process.ts';

const CLEAN = { code: 0, signal: null };

describe('the end of the desktop', () => {
  let desktop: Desktop;
  let host: Host | null = null;
  afterEach(async () => {
    await desktop?.close();
    await host?.close();
    host = null;
  });
  const lastLine = () => desktop.log().at(-1)?.msg;
  const owner = (folder: string) => readFileSync(`${folder}/owner.json`, 'utf8');

  it('drains the core, gives the folder back and keeps where the window stood', async () => {
    desktop = startDesktop();
    await desktop.page();
    await desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 80, y: 60, width: 900, height: 700 }),
    );
    expect(await desktop.quit()).toEqual(CLEAN);
    expect(lastLine()).toBe('Ended.');
    expect(() => owner(desktop.folder)).toThrow('ENOENT');
    expect(JSON.parse(readFileSync(`${desktop.userData}/window.json`, 'utf8'))).toMatchObject({
      bounds: { x: 80, y: 60, width: 900, height: 700 },
    });
  });

  it('comes cleanly with a signal, also while the core starts', async () => {
    desktop = startDesktop();
    await expect
      .poll(() => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
      .toBe(1);
    desktop.signal('SIGTERM');
    expect(await desktop.exited).toEqual(CLEAN);
    expect(() => owner(desktop.folder)).toThrow('ENOENT');
  });

  it('is told after a failure of the shell: logged, drained, and said', async () => {
    desktop = startDesktop();
    await desktop.page();
    await desktop.evaluate(() => {
      setImmediate(() => {
        throw new Error('a fault of the shell');
      });
    });
    expect(await desktop.exited).toEqual({ code: 1, signal: null });
    expect(desktop.log().find(({ level }) => level === 60)).toMatchObject({ error: 'a fault of the shell' });
    expect(desktop.errorBoxes[0]?.content).toContain('Your data is safe.');
    expect(() => owner(desktop.folder)).toThrow('ENOENT');
  });

  it('is not silent where the core does not start: says who holds the folder and what to do, and tries again', async () => {
    process.env.ROYAL_SECRETS = 'file';
    const base = mkdtempSync(join(tmpdir(), 'royal-locked-'));
    onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
    const folder = join(base, 'data');
    host = await startHeadless({ folder, schedule: false });
    desktop = startDesktop({ folder });
    const dialog = () => desktop.evaluate(({ desk }) => desk.dialogs[0]?.options ?? null);
    await expect.poll(dialog, { timeout: 20_000 }).not.toBeNull();
    const told = await dialog();
    expect(told?.message).toContain(folder);
    expect(told?.detail).toContain('royal serve');
    expect(told?.buttons).toEqual(['Try again', 'Open data folder', 'Quit']);
    await expect.poll(() => desktop.log().some(({ code }) => code === 'folder_locked')).toBe(true);

    await host.close();
    host = null;
    await desktop.evaluate(({ desk }) => desk.dialogs[0]!.answer(0));
    const { client, close } = connectToOwner(folder);
    await expect.poll(() => client.stop.status().catch(() => null)).toMatchObject({ stopped: false });
    await close();
    await desktop.quit();
  });

  it('comes where the person gives a core up that does not start', async () => {
    process.env.ROYAL_SECRETS = 'file';
    desktop = startDesktop({ env: { ROYAL_SECRETS: 'nowhere' } });
    await expect.poll(() => desktop.evaluate(({ desk }) => desk.dialogs.length), { timeout: 20_000 }).toBe(1);
    await desktop.evaluate(({ desk }) => desk.dialogs[0]!.answer(2));
    expect(await desktop.exited).toEqual(CLEAN);
  });
});
