/** The tray: opens the window, stops everything or lets it go on, quits. Its image shows where everything is stopped. */
import { fileURLToPath } from 'node:url';
import { app, Menu, Tray } from 'electron';
import type { Log } from '../../core/telemetry/log.ts';

export interface TrayOptions {
  open(): void;
  stop(): void;
  resume(): void;
  log: Log;
}

export interface ProgramTray {
  /** null until the core has told. */
  show(stopped: boolean | null): void;
}

/** null where the system has none to offer. */
export function createTray(options: TrayOptions): ProgramTray | null {
  let tray: Tray;
  try {
    tray = new Tray(imageOf(false));
  } catch (error) {
    options.log.warn({ error: (error as Error).message }, 'There is no tray.');
    return null;
  }
  tray.on('click', () => options.open());
  const show = (stopped: boolean | null): void => {
    tray.setImage(imageOf(stopped === true));
    tray.setToolTip(stopped ? 'Royal Equips: all agents are stopped' : 'Royal Equips');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { id: 'open', label: 'Open Royal Equips', click: () => options.open() },
        { type: 'separator' },
        stopped
          ? { id: 'resume', label: 'Resume all agents', click: () => options.resume() }
          : { id: 'stop', label: 'Stop all agents', enabled: stopped !== null, click: () => options.stop() },
        { type: 'separator' },
        { id: 'quit', label: 'Quit', click: () => app.quit() },
      ]),
    );
  };
  show(null);
  return { show };
}

/** macOS colours templates itself; Windows takes the size it needs out of an .ico. */
function imageOf(alert: boolean): string {
  const name = alert ? 'tray-alert' : 'tray';
  const file =
    process.platform === 'darwin'
      ? `${name}Template.png`
      : `${name}.${process.platform === 'win32' ? 'ico' : 'png'}`;
  return fileURLToPath(new URL(`../../resources/tray/${file}`, import.meta.url));
}
