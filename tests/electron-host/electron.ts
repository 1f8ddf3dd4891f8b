/**
 * Stands in for the `electron` module of the main process where its binary can't be had: what electron/main imports,
 * and nothing more. electron.types.test.ts holds it against Electron's own types.
 */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
} from 'electron';
import { App } from './app.ts';
import { StandInWindow, type WindowHost } from './browser-window.ts';
import { serveControl } from './control.ts';
import { Desk } from './desk.ts';
import { Protocol, Session } from './session.ts';
import { StandInNotification, StandInTray } from './tray.ts';

export { MessageChannelMain } from './message-ports.ts';

export const app = new App();
export const ipcMain = new EventEmitter();
export const protocol = new Protocol();
export const nativeTheme: { themeSource: 'system' | 'light' | 'dark' } = { themeSource: 'system' };
export const net = { fetch: (url: string): Promise<Response> => fetch(url) };

const desk = new Desk();
export const { screen, dialog, shell } = desk;

export const session = {
  get defaultSession(): Session {
    defaultSession ??= newSession();
    return defaultSession;
  },
};
let defaultSession: Session | null = null;

/** Made when it is first asked for, and told of then. */
function newSession(): Session {
  const made = new Session();
  app.emit('session-created', made);
  return made;
}

const host: WindowHost = {
  context: () => app.context(),
  get session() {
    return session.defaultSession;
  },
  protocol,
  ipcMain,
  opened(window) {
    app.windows.add(window);
    app.emit('web-contents-created', {}, window.webContents);
    app.emit('browser-window-created', {}, window);
  },
  closed: (window) => app.closed(window),
};

export class BrowserWindow extends StandInWindow {
  constructor(options?: BrowserWindowConstructorOptions) {
    super(host, options);
  }
  static getAllWindows(): StandInWindow[] {
    return [...app.windows];
  }
}

export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] => template,
  setApplicationMenu(menu: MenuItemConstructorOptions[]): void {
    desk.menu = menu;
  },
};

export class Tray extends StandInTray {
  constructor(image: string) {
    super(image);
    desk.trays.push(this);
  }
}

export class Notification extends StandInNotification {
  constructor(options: NotificationConstructorOptions) {
    super(options, desk);
  }
}

/** For tests only: Electron has no such thing, and main never imports it. */
export const standIn = serveControl({ app, desk, protocol, session, BrowserWindow, nativeTheme, ipcMain });
