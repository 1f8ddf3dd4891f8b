/** Gives the page its port to the core, after it is known who asks; one port a page, gone with the page. */
import type { MessagePort } from 'node:worker_threads';
import {
  type IpcMainEvent,
  ipcMain,
  MessageChannelMain,
  type MessagePortMain,
  type WebContents,
} from 'electron';
import type { Log } from '../../core/telemetry/log.ts';
import { isOurs, ORIGIN } from './origin.ts';
import { originOf, refuse } from './refusal.ts';

export interface BridgeOptions {
  /** The contents of the one window that may have a port; null while there is none. */
  contents(): WebContents | null;
  /** A port to the core; waits while the core starts. */
  connect(): Promise<MessagePort>;
  log: Log;
}

interface Relay {
  close(): void;
}

/** Listens until the program ends. */
export function serveBridge({ contents, connect, log }: BridgeOptions): void {
  const relays = new WeakMap<WebContents, Relay>();
  ipcMain.on('bridge:connect', (event, ...extra) => {
    const fault = faultOf(event, contents());
    if (fault !== null || extra.length > 0 || event.ports.length > 0) {
      refuse(log, `a port for ${fault ?? 'a message of another form'}`, {
        origin: originOf(event.senderFrame?.url ?? ''),
      });
      return;
    }
    const { sender } = event;
    if (!relays.has(sender)) closeWithPage(sender, () => relays.get(sender) ?? null);
    relays.get(sender)?.close();
    const { port1, port2 } = new MessageChannelMain();
    relays.set(sender, relay(port1, connect, log));
    event.senderFrame!.postMessage('bridge:port', null, [port2]);
  });
  /** The preload tells of a frame or another origin that asked the page's preload for a port. */
  ipcMain.on('bridge:refused', (event, origin: unknown) => {
    if (faultOf(event, contents()) !== null) return;
    refuse(log, 'a port for a frame inside the page', { origin: originOf(String(origin)) });
  });
}

/** null where the main frame of the window's page asks, at the page's own origin. */
function faultOf(event: IpcMainEvent, contents: WebContents | null): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'a frame that is gone';
  if (contents === null || event.sender !== contents) return 'another window';
  if (frame.parent !== null || frame.frameTreeNodeId !== contents.mainFrame.frameTreeNodeId)
    return 'a frame inside the page';
  if (frame.origin !== ORIGIN || !isOurs(frame.url)) return 'another origin';
  return null;
}

/**
 * Node's and Electron's ports don't cross. The page's side is handed out at once and holds its messages until the
 * core answers; where it does not, the port closes and the page asks again.
 */
function relay(near: MessagePortMain, connect: () => Promise<MessagePort>, log: Log): Relay {
  let far: MessagePort | null = null;
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    near.close();
    far?.close();
  };
  near.on('close', close);
  connect().then(
    (port) => {
      if (closed) {
        port.close();
        return;
      }
      far = port;
      port.on('message', (message) => near.postMessage(message));
      port.on('close', close);
      near.on('message', ({ data }) => port.postMessage(data));
      near.start();
    },
    (error: Error) => {
      log.warn({ error: error.message }, 'The core gave no port.');
      close();
    },
  );
  return { close };
}

/** A document that goes takes its port along; the next one may have asked for its own before this is told. */
function closeWithPage(contents: WebContents, current: () => Relay | null): void {
  let leaving: Relay | null = null;
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) leaving = current();
  });
  contents.on('did-navigate', () => {
    leaving?.close();
    leaving = null;
  });
  contents.on('render-process-gone', () => current()?.close());
  contents.on('destroyed', () => current()?.close());
}
