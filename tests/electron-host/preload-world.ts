/**
 * Runs the built preload in an isolated world of a real page, with nothing of Electron but ipcRenderer and
 * contextBridge, and carries its messages and ports over CDP.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';
import type { MessagePortMain } from './message-ports.ts';

const WORLD = 'Electron Isolated Context';
const BINDING = '__toMain';

/** Strings, bytes and plain data, as the two sides of the bridge send them. */
type Wire = { text: string } | { bytes: string } | { plain: unknown };

type FromPreload =
  | { kind: 'ipc'; channel: string; args: unknown[] }
  | { kind: 'message'; id: number; data: Wire }
  | { kind: 'closed'; id: number };

export interface PreloadWorld {
  /** To the main frame's preload; ports are handed over. */
  send(channel: string, args: unknown[], ports: readonly MessagePortMain[]): void;
  /** Closes every port, as the end of the document does. */
  closePorts(): void;
}

/** What a document of the main frame runs first: main world and isolated world agree on a name nobody else knows. */
function sources(preload: string): { mainWorld: string; isolatedWorld: string } {
  const name = JSON.stringify(`expose-${randomUUID()}`);
  const mainWorld = `if (window === window.top) {
    const freeze = (value) => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    window.addEventListener(${name}, ({ detail }) => {
      const { key, value } = JSON.parse(detail, (_key, part) => part?.isFunction ? () => {} : part);
      Object.defineProperty(window, key, { value: freeze(value), enumerable: true });
    }, { once: true });
  }`;
  const isolatedWorld = `if (window === window.top) {
    const listeners = new Map();
    const ports = new Map();
    const tell = (message) => globalThis.${BINDING}(JSON.stringify(message));
    const encode = (data) => {
      if (typeof data === 'string') return { text: data };
      if (!(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return { plain: data };
      return { bytes: btoa(Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join('')) };
    };
    const decode = (data) => {
      if ('text' in data) return data.text;
      if ('plain' in data) return data.plain;
      return Uint8Array.from(atob(data.bytes), (character) => character.charCodeAt(0));
    };
    const open = (id) => {
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      port1.addEventListener('message', ({ data }) => tell({ kind: 'message', id, data: encode(data) }));
      port1.addEventListener('close', () => {
        if (ports.delete(id)) tell({ kind: 'closed', id });
      });
      port1.start();
      return port2;
    };
    globalThis.__fromMain = {
      deliver(channel, args, ids) {
        const event = { ports: ids.map(open) };
        for (const listener of listeners.get(channel) ?? []) listener(event, ...args);
      },
      message(id, data) { ports.get(id)?.postMessage(decode(data)); },
      close(id) {
        const port = ports.get(id);
        ports.delete(id);
        port?.close();
      },
    };
    const electron = {
      contextBridge: {
        exposeInMainWorld(key, value) {
          window.dispatchEvent(new CustomEvent(${name}, {
            // A function would cross as a function: here it shows as one that does nothing.
            detail: JSON.stringify({ key, value }, (_key, part) =>
              typeof part === 'function' ? { isFunction: true } : part),
          }));
        },
      },
      ipcRenderer: {
        send(channel, ...args) { tell({ kind: 'ipc', channel, args }); },
        on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
      },
    };
    const require = (id) => {
      if (id === 'electron') return electron;
      throw new Error('A sandboxed preload can not require ' + id);
    };
    ((require, module, exports) => {\n${preload}\n})(require, { exports: {} }, {});
  }`;
  return { mainWorld, isolatedWorld };
}

/** To be called before the page loads anything. */
export async function openPreloadWorld(
  cdp: CDPSession,
  preloadFile: string | undefined,
  onIpc: (channel: string, args: unknown[]) => void,
): Promise<PreloadWorld> {
  let context: number | null = null;
  let lastId = 0;
  const open = new Map<number, { receive(data: unknown): void; close(): void }>();

  const run = (call: string): void => {
    if (context === null) return;
    const options = { expression: `__fromMain.${call}`, contextId: context };
    // A document that went meanwhile has nobody to tell.
    cdp.send('Runtime.evaluate', options).catch(() => {});
  };
  const closePorts = (): void => {
    const closing = [...open.values()];
    open.clear();
    for (const port of closing) port.close();
  };

  cdp.on('Runtime.executionContextCreated', ({ context: created }) => {
    if (created.name !== WORLD) return;
    const { frameId } = created.auxData as { frameId: string };
    if (frameId !== mainFrameId) return;
    context = created.id;
  });
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (executionContextId !== context) return;
    context = null;
    closePorts();
  });
  cdp.on('Runtime.executionContextsCleared', () => {
    context = null;
    closePorts();
  });
  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== BINDING || executionContextId !== context) return;
    const message = JSON.parse(payload) as FromPreload;
    if (message.kind === 'ipc') onIpc(message.channel, message.args);
    else if (message.kind === 'message') open.get(message.id)?.receive(fromWire(message.data));
    else {
      open.get(message.id)?.close();
      open.delete(message.id);
    }
  });
  await cdp.send('Page.enable');
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const mainFrameId = frameTree.frame.id;
  await cdp.send('Runtime.enable');
  if (preloadFile !== undefined) {
    const { mainWorld, isolatedWorld } = sources(readFileSync(preloadFile, 'utf8'));
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: isolatedWorld, worldName: WORLD });
  }

  return {
    closePorts,
    send(channel, args, ports) {
      const ids = ports.map((port) => {
        lastId += 1;
        const id = lastId;
        const outlet = {
          message: (data: unknown) => run(`message(${id}, ${JSON.stringify(toWire(data))})`),
          close: () => {
            open.delete(id);
            run(`close(${id})`);
          },
        };
        // The page must know the port before its first message.
        queueMicrotask(() => open.set(id, port.transfer(outlet)));
        return id;
      });
      run(`deliver(${JSON.stringify(channel)}, ${JSON.stringify(args)}, ${JSON.stringify(ids)})`);
    },
  };
}

function toWire(data: unknown): Wire {
  if (typeof data === 'string') return { text: data };
  if (data instanceof Uint8Array) return { bytes: Buffer.from(data).toString('base64') };
  if (Object.getPrototypeOf(data) === Object.prototype) return { plain: data };
  throw new TypeError('Only text, bytes and plain data cross the bridge.');
}

function fromWire(data: Wire): unknown {
  if ('text' in data) return data.text;
  return 'plain' in data ? data.plain : new Uint8Array(Buffer.from(data.bytes, 'base64'));
}
