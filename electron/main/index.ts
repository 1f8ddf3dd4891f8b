/** The desktop's main process: composes core thread, window, protocol and bridge; runs no SQL itself. */
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, nativeTheme } from 'electron';
import { defaultFolder } from '../../core/data-folder/folder-paths.ts';
import { openLog } from '../../core/telemetry/log.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { serveBridge } from './bridge.ts';
import { closingOn } from './closing.ts';
import { startCore } from './core.ts';
import { LINK_SCHEME, linkIn, placeOf } from './deep-link.ts';
import { drainBeforeQuit } from './lifecycle.ts';
import { setMenu } from './menu.ts';
import { limitNavigation } from './navigation.ts';
import { showNotifications } from './notifications.ts';
import { followStop, ownBridge } from './own-bridge.ts';
import { limitPermissions } from './permissions.ts';
import { registerAppScheme, serveAppProtocol } from './protocol.ts';
import { refuse } from './refusal.ts';
import { createTray, type ProgramTray } from './tray.ts';
import { mainWindow } from './window.ts';

// Before the app is ready, so before anything is awaited.
app.enableSandbox();
registerAppScheme();
const folder = defaultFolder(process.env);
// Chromium's own files stand beside the data folder, one for each: so does the lock of the single instance.
const userData = join(dirname(folder), `${basename(folder)}.desktop`);
mkdirSync(userData, { recursive: true, mode: 0o700 });
app.setPath('userData', userData);

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const { log, close: closeLog } = openLog(join(userData, 'desktop.log'), process.env.ROYAL_LOG);
  // The very last: what fails on the way out is written too.
  process.once('exit', closeLog);
  // Only a program that is being worked on may load its page from vite.
  const devServer = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);
  let tray: ProgramTray | null = null;
  const window = mainWindow({
    stateFile: join(userData, 'window.json'),
    closing: () => closingOn(process.platform, process.env.XDG_CURRENT_DESKTOP, tray !== null),
    log,
  });
  limitNavigation(log);
  limitPermissions(log, devServer);

  const core = Promise.withResolvers<Awaited<ReturnType<typeof startCore>>>();
  core.promise.catch(() => app.quit());
  serveBridge({
    contents: () => window.current()?.webContents ?? null,
    connect: async () => (await core.promise).connect(),
    log,
  });

  let opened = false;
  /** Named before the window could be opened. */
  let waiting: string | undefined;
  const follow = (link: string | null): void => {
    const place = link === null ? null : placeOf(link);
    if (link !== null && place === null) refuse(log, 'a link that is none of ours', {});
    if (opened) window.show(place ?? undefined);
    else waiting = place ?? waiting;
  };
  app.on('second-instance', (_event, argv) => follow(linkIn(argv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    follow(url);
  });
  app.on('activate', () => window.show());

  let coreAsked = false;
  drainBeforeQuit({
    async close() {
      if (!coreAsked) return;
      const host = await core.promise.catch(() => null);
      await host?.close();
    },
    closeWindow: () => window.leave(),
    log,
  });

  app.whenReady().then(() => {
    nativeTheme.themeSource = 'dark';
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
    serveAppProtocol({ root: fileURLToPath(new URL('../renderer', import.meta.url)), devServer, log });
    setMenu(folder);
    follow(linkIn(process.argv));
    opened = true;
    window.show(waiting);
    const asked = (work: (api: RoyalClient) => Promise<unknown>): void => {
      core.promise
        .then(({ client }) => work(client))
        .catch((error: Error) => log.error({ error: error.message }, 'The tray was not answered.'));
    };
    tray = createTray({
      open: () => window.show(),
      stop: () => asked((api) => api.stop.pull({ reason: 'Stopped from the tray.' })),
      resume: () => asked((api) => api.stop.lift({})),
      log,
    });
    coreAsked = true;
    startCore({ folder, parent: () => window.current(), log }).then(core.resolve, core.reject);
    core.promise.then(
      (host) => {
        const bridge = ownBridge(host);
        showNotifications({
          bridge,
          isLookedAt: () => window.isLookedAt(),
          open: (place) => window.show(place),
        });
        followStop(bridge, (stopped) => tray?.show(stopped));
      },
      () => {
        // Said by startCore; the program ends.
      },
    );
  });
}
