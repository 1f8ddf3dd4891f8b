/** The one window: dark from its first frame, where it stood last, its page confined; back by itself after a crash. */
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, screen } from 'electron';
import type { Log } from '../../core/telemetry/log.ts';
import type { Closing } from './closing.ts';
import { ORIGIN } from './origin.ts';
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

/** The page's own darkest colour. */
const BACKGROUND = '#020409';

/** A page that fails oftener than this within the time is not loaded again without asking. */
const CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;

export interface MainWindow {
  /** null while no window is open. */
  current(): BrowserWindow | null;
  /** Opens the window or brings it to the front, at a place inside the page where one is named. */
  show(place?: string): void;
  /** Whether the person looks at it. */
  isLookedAt(): boolean;
  /** Closes it for good, however it is closed otherwise. */
  leave(): void;
}

export interface WindowOptions {
  /** Where its size and display are kept. */
  stateFile: string;
  /** What becomes of it when a person closes it. */
  closing(): Closing;
  log: Log;
}

export function mainWindow({ stateFile, closing, log }: WindowOptions): MainWindow {
  let leaving = false;
  let current: BrowserWindow | null = null;
  let ready = false;

  const open = (place: string): void => {
    const state = readWindowState(stateFile);
    const window = new BrowserWindow({
      ...placeWindow(state, displays()),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      title: 'Royal Equips',
      show: false,
      backgroundColor: BACKGROUND,
      webPreferences: {
        preload: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        // Its dictionaries would come from the network.
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    current = window;
    ready = false;
    window.once('ready-to-show', () => {
      ready = true;
      if (state?.maximized) window.maximize();
      if (state?.fullScreen) window.setFullScreen(true);
      window.show();
    });
    window.on('close', (event) => {
      keep(window);
      const way = leaving ? 'close' : closing();
      if (way === 'close') return;
      event.preventDefault();
      if (way === 'hide') window.hide();
      else window.minimize();
    });
    window.on('closed', () => {
      current = null;
    });
    reloadAfterCrash(window, log);
    load(window, place);
  };

  const keep = (window: BrowserWindow): void => {
    const bounds = window.getNormalBounds();
    try {
      writeWindowState(stateFile, {
        bounds,
        displayId: screen.getDisplayMatching(bounds).id,
        maximized: window.isMaximized(),
        fullScreen: window.isFullScreen(),
      });
    } catch (error) {
      // A full disk must not keep the window from closing.
      log.warn({ error: (error as Error).message }, 'Where the window stood is not kept.');
    }
  };

  const load = (window: BrowserWindow, place: string): void => {
    window.loadURL(ORIGIN + place).catch((error: Error) => {
      log.error({ error: error.message }, 'The page did not load.');
    });
  };

  return {
    current: () => current,
    show(place) {
      if (current === null) {
        open(place ?? '/');
        return;
      }
      if (place !== undefined) load(current, place);
      // It shows itself once there is something to see.
      if (!ready) return;
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
    },
    isLookedAt: () => current?.isFocused() ?? false,
    leave() {
      leaving = true;
      current?.close();
    },
  };
}

/** The primary display comes first. */
function displays() {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)];
}

function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error({ reason, exitCode }, 'The process of the page ended.');
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    if (crashes.length <= CRASHES) window.webContents.reload();
    else askToReload(window, log);
  });
}

function askToReload(window: BrowserWindow, log: Log): void {
  dialog
    .showMessageBox(window, {
      type: 'error',
      message: 'The window failed several times within a minute.',
      detail: 'Your data is safe and the program goes on working. Try again, or quit and start anew.',
      buttons: ['Try again', 'Quit'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    .then(({ response }) => {
      if (response === 1) app.quit();
      else if (!window.isDestroyed()) window.webContents.reload();
    })
    .catch((error: Error) => log.error({ error: error.message }, 'The dialog failed.'));
}
