/** The desktop's main process: composes core thread, window, protocol and bridge; runs no SQL itself. */
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, nativeTheme } from 'electron';
import { defaultFolder } from '../../core/data-folder/data-folder.ts';
import { openLog } from '../../core/telemetry/log.ts';
import { serveBridge } from './bridge.ts';
import { startCore } from './core.ts';
import { LINK_SCHEME, linkIn, placeOf } from './deep-link.ts';
import { drainBeforeQuit } from './lifecycle.ts';
import { setMenu } from './menu.ts';
import { limitNavigation } from './navigation.ts';
import { limitPermissions } from './permissions.ts';
import { registerAppScheme, serveAppProtocol } from './protocol.ts';
import { refuse } from './refusal.ts';
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
  const window = mainWindow({ stateFile: join(userData, 'window.json'), log });
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
    closeWindow: () => window.current()?.close(),
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
    coreAsked = true;
    startCore({ folder, parent: () => window.current(), log }).then(core.resolve, core.reject);
  });
}
