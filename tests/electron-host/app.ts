/** app: the life of the program, in the order in which Electron tells it. */
import { EventEmitter } from 'node:events';
import type { BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import type { StandInWindow } from './browser-window.ts';
import { takeInstance } from './single-instance.ts';
import { preventable } from './web-contents.ts';

export class App extends EventEmitter {
  readonly isPackaged = process.env.STAND_IN_PACKAGED === '1';
  /** For tests to look at. */
  readonly sandboxEnabled: () => boolean;
  readonly relaunches: () => number;
  readonly protocolClients: string[] = [];
  readonly windows = new Set<StandInWindow>();
  #sandbox = false;
  #relaunches = 0;
  #paths = new Map<string, string>();
  #ready = Promise.withResolvers<void>();
  #context: Promise<BrowserContext> | null = null;
  #handedOver: Promise<void> | null = null;
  #quitting = false;

  constructor() {
    super();
    this.sandboxEnabled = () => this.#sandbox;
    this.relaunches = () => this.#relaunches;
    // Main is evaluated by then, as Electron waits for it.
    setImmediate(() => {
      if (this.#quitting) return;
      this.#context = launch(this.getPath('userData'));
      this.#context.then(() => {
        this.emit('will-finish-launching');
        this.#ready.resolve();
        this.emit('ready');
      }, this.#ready.reject);
    });
  }

  /** The browser that all windows are pages of. */
  context(): Promise<BrowserContext> {
    return this.#context ?? Promise.reject(new Error('The app is not ready.'));
  }

  enableSandbox(): void {
    this.#sandbox = true;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    this.protocolClients.push(protocol);
    return true;
  }
  requestSingleInstanceLock(): boolean {
    const instance = takeInstance(this.getPath('userData'), (argv, cwd) =>
      this.emit('second-instance', preventable({}), argv, cwd),
    );
    if (!instance.first) this.#handedOver = instance.handedOver;
    return instance.first;
  }
  relaunch(): void {
    this.#relaunches += 1;
  }

  quit(): void {
    if (this.#context === null) {
      this.#quitting = true;
      Promise.resolve(this.#handedOver).finally(() => process.exit(0));
      return;
    }
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    for (const window of this.windows) window.close();
    this.exit(0);
  }

  exit(code = 0): void {
    this.#quitting = true;
    for (const window of this.windows) window.destroy();
    this.emit('quit', preventable({}), code);
    const end = (): never => process.exit(code);
    this.#context?.then((context) => context.close()).then(end, end);
  }

  closed(window: StandInWindow): void {
    this.windows.delete(window);
    if (this.windows.size === 0 && !this.#quitting) this.emit('window-all-closed');
  }
}

function launch(userData: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(`${userData}/chromium`, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: null,
    colorScheme: null,
    // Where the test, which is connected to the same Chromium, reads them.
    downloadsPath: `${userData}/downloads`,
    args: [
      // The test drives the page through this port, beside the pipe of this process.
      '--remote-debugging-port=0',
      // Electron adds it of itself: https://www.electronjs.org/docs/latest/tutorial/message-ports (extension: close)
      '--enable-blink-features=MessagePortCloseEvent',
      ...CHROMIUM_ARGS,
    ],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
