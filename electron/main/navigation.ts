/** Where contents may go: the page stays at its own origin, frames and webviews go nowhere, windows are not opened. */
import { app, shell, type WebContents } from 'electron';
import type { Log } from '../../core/telemetry/log.ts';
import { externalLink } from './external-links.ts';
import { isOurs } from './origin.ts';
import { originOf, refuse } from './refusal.ts';

/** For all contents there will be, whoever makes them. */
export function limitNavigation(log: Log): void {
  app.on('web-contents-created', (_event, contents) => limit(contents, log));
}

function limit(contents: WebContents, log: Log): void {
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isOurs(event.url)) return;
    event.preventDefault();
    // The main frame's link to the shop's admin is for the browser.
    if (event.isMainFrame) openOutside(event.url, log);
    else refuse(log, 'a frame inside the page', { origin: originOf(event.url) });
  });
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame && isOurs(event.url)) return;
    event.preventDefault();
    refuse(log, 'a redirection away from the page', { origin: originOf(event.url) });
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refuse(log, 'a webview', {});
  });
  // Chromium stops these before any navigation is told of: a frame of another origin, a script of somebody's.
  contents.on('console-message', ({ message }) => {
    const directive = /Content Security Policy directive:? ["']([a-z-]+)/.exec(message)?.[1];
    if (directive !== undefined) refuse(log, 'content that the policy of the page forbids', { directive });
  });
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, log);
    return { action: 'deny' };
  });
}

function openOutside(url: string, log: Log): void {
  const link = externalLink(url);
  if (link === null) {
    refuse(log, 'an address that is not on the list', { origin: originOf(url) });
    return;
  }
  shell.openExternal(link.href).catch((error: Error) => {
    log.warn({ origin: link.origin, error: error.message }, 'No browser opened the address.');
  });
}
