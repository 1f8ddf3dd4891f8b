/** What the page may ask of the machine: to put text on the clipboard. Devices, media, places, the network: no. */
import { app, type Session, session } from 'electron';
import type { Log } from '../../core/telemetry/log.ts';
import { isOurs } from './origin.ts';
import { originOf, refuse } from './refusal.ts';

/** What a "copy" button uses. */
const USED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);
/** What vite's socket on this machine needs beside, during development. */
const USED_TO_DEVELOP: ReadonlySet<string> = new Set([...USED, 'loopback-network', 'local-network-access']);

/** What is loaded without a network: our own files, and what the page made itself. */
const LOCAL = new Set(['blob:', 'data:', 'devtools:']);

/** For all sessions there will be. `devServer` is where vite serves the page during development. */
export function limitPermissions(log: Log, devServer: string | null): void {
  app.on('session-created', (created) => limit(created, log, devServer));
  // Asked for here, so that the window's own is limited before there is a window.
  app.whenReady().then(() => session.defaultSession);
}

function limit(session: Session, log: Log, devServer: string | null): void {
  const used = devServer === null ? USED : USED_TO_DEVELOP;
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    const granted = used.has(permission) && isMainFrame && isOurs(requestingUrl);
    if (!granted) refuse(log, `the permission ${permission}`, { origin: originOf(requestingUrl) });
    answer(granted);
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { isMainFrame }) => used.has(permission) && isMainFrame && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.on('will-download', (event, item) => {
    // An export is made by the page itself.
    if (item.getURL().startsWith('blob:') && isOurs(item.getURL().slice('blob:'.length))) return;
    event.preventDefault();
    refuse(log, 'a download', { origin: originOf(item.getURL()) });
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const local = isOurs(url) || LOCAL.has(URL.parse(url)?.protocol ?? '') || isDevServer(url, devServer);
    if (!local) refuse(log, 'a request to the network', { origin: originOf(url) });
    answer({ cancel: !local });
  });
}

function isDevServer(url: string, devServer: string | null): boolean {
  return devServer !== null && URL.parse(url)?.host === URL.parse(devServer)?.host;
}
