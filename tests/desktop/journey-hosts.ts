/** The desktop as a host of journeys: on the stand-in, and in Electron itself where its binary is. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { inject } from 'vitest';
import { type SandboxProcess, startSandboxProcess } from '../../headless/demo/sandbox-process.ts';
import { connectToOwner, type SocketClient } from '../../headless/socket-client.ts';
import { startDesktop } from '../electron-host/desktop-process.ts';
import type { JourneyHost } from '../journeys/journey-host.ts';

/** null where only the types of Electron are installed. Importing `electron` to find out would start a download. */
export function electronBinary(): string | null {
  const name = resolve('node_modules/electron/path.txt');
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? resolve('node_modules/electron/dist');
  const binary = join(folder, existsSync(name) ? readFileSync(name, 'utf8').trim() : 'electron');
  return existsSync(binary) ? binary : null;
}

async function startSandbox(): Promise<SandboxProcess> {
  const sandbox = await startSandboxProcess(['--plan', 'enterprise', '--scale', '0.3']);
  await sandbox.pause();
  return sandbox;
}

/** Until the core answers, at first and after it was started again. */
async function answers({ client }: SocketClient): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; ) {
    try {
      await client.stop.status();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((soon) => setTimeout(soon, 100));
    }
  }
}

export async function openStandInHost(): Promise<JourneyHost> {
  const sandbox = await startSandbox();
  const desktop = startDesktop();
  const page = await desktop.page();
  const owner = connectToOwner(desktop.folder);
  await answers(owner);
  const cutPorts = (cut: boolean): Promise<void> =>
    desktop.evaluate(
      ({ BrowserWindow }, state) => BrowserWindow.getAllWindows()[0]!.webContents.cutPorts(state),
      cut,
    );
  const host: JourneyHost = {
    name: 'desktop (stubbed)',
    page,
    client: owner.client,
    sandbox,
    dropConnection: () => cutPorts(true),
    restoreConnection: () => cutPorts(false),
    async killCore() {
      await desktop.evaluate(({ killCore }) => killCore());
      await answers(owner);
    },
    async reopenWindow() {
      const crashed = host.page.waitForEvent('crash');
      await desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
      );
      await crashed;
      host.page = await desktop.page();
    },
    async close() {
      await desktop.quit();
      await owner.close();
      await desktop.close();
      await sandbox.stop();
    },
  };
  return host;
}

const REMEMBER_CORE = fileURLToPath(new URL('../electron-host/remember-core.cjs', import.meta.url));

export async function openElectronHost(binary: string): Promise<JourneyHost> {
  const sandbox = await startSandbox();
  const base = mkdtempSync(join(tmpdir(), 'royal-electron-'));
  const folder = join(base, 'data');
  const electron = await _electron.launch({
    executablePath: binary,
    args: [
      '-r',
      REMEMBER_CORE,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      join(inject('built'), 'main', 'index.js'),
    ],
    env: { ...(process.env as Record<string, string>), ROYAL_DATA: folder, ROYAL_SECRETS: 'file' },
  });
  const page = await electron.firstWindow();
  const owner = connectToOwner(folder);
  await answers(owner);
  const killCore = async (): Promise<void> => {
    await endCore(electron);
    await answers(owner);
  };
  const host: JourneyHost = {
    name: 'desktop',
    page,
    client: owner.client,
    sandbox,
    async dropConnection() {
      // Nobody answers for a port any more, and the one that is open ends with its core.
      await electron.evaluate(({ ipcMain }) => {
        const kept = globalThis as { royalListeners?: unknown[] };
        kept.royalListeners = ipcMain.rawListeners('bridge:connect');
        ipcMain.removeAllListeners('bridge:connect');
      });
      await killCore();
    },
    restoreConnection: () =>
      electron.evaluate(({ ipcMain }) => {
        const kept = globalThis as { royalListeners?: unknown[] };
        for (const listener of kept.royalListeners ?? [])
          ipcMain.on('bridge:connect', listener as Parameters<typeof ipcMain.on>[1]);
      }),
    killCore,
    async reopenWindow() {
      await electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
      );
      await host.page.waitForLoadState('load');
    },
    async close() {
      await electron.close();
      await owner.close();
      await sandbox.stop();
      rmSync(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  return host;
}

async function endCore(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(async () => {
    await (globalThis as { royalCore?: { terminate(): Promise<number> } }).royalCore?.terminate();
  });
}
