/** webContents and its frames: a Chromium page that loads through the session and the scheme handlers of main. */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, WindowOpenHandlerResponse } from 'electron';
import type { BrowserContext, CDPSession, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import type { MessagePortMain } from './message-ports.ts';
import { originOf, toMain, toPage } from './origins.ts';
import { openPreloadWorld, type PreloadWorld } from './preload-world.ts';
import type { Protocol, Session } from './session.ts';

/** What the stand-in's contents stand in: handed in by whoever composes it. */
export interface Surroundings {
  context(): Promise<BrowserContext>;
  session: Session;
  protocol: Protocol;
  ipcMain: EventEmitter;
}

let lastId = 0;

export class WebFrameMain {
  readonly frameTreeNodeId: number;
  readonly parent: WebFrameMain | null;
  readonly #url: () => string;
  readonly #contents: WebContents;

  constructor(contents: WebContents, parent: WebFrameMain | null, url: () => string) {
    lastId += 1;
    this.frameTreeNodeId = lastId;
    this.parent = parent;
    this.#url = url;
    this.#contents = contents;
  }

  get url(): string {
    return toMain(this.#url());
  }
  get origin(): string {
    return originOf(this.url);
  }
  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    // Only the main frame has a preload to receive it.
    if (this.parent === null) this.#contents.deliver(channel, [message], transfer);
  }
}

type OpenHandler = (details: { url: string }) => WindowOpenHandlerResponse;

/** An event that a listener may prevent, with the details that Electron puts on it. */
export function preventable<T extends object>(
  details: T,
): T & { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault(): void {
      event.defaultPrevented = true;
    },
  };
  return event;
}

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: WebFrameMain;
  #surroundings: Surroundings;
  #options: BrowserWindowConstructorOptions;
  #page: Page | null = null;
  #cdp: CDPSession | null = null;
  #world: PreloadWorld | null = null;
  #opening: Promise<Page>;
  /** What main itself loads: no navigation of the page's. */
  #expected: string | null = null;
  #last = 'about:blank';
  #openHandler: OpenHandler | null = null;
  #crashed = false;
  #destroyed = false;
  #cut = false;

  constructor(surroundings: Surroundings, options: BrowserWindowConstructorOptions) {
    super();
    lastId += 1;
    this.id = lastId;
    this.session = surroundings.session;
    this.#surroundings = surroundings;
    this.#options = options;
    this.mainFrame = new WebFrameMain(this, null, () => this.#page?.url() ?? this.#last);
    this.#opening = this.#open();
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opening;
    this.#expected = toPage(url);
    await page.goto(this.#expected, { waitUntil: 'load' });
    // A fragment of the same document asks for nothing.
    this.#expected = null;
  }

  reload(): void {
    if (this.#destroyed) return;
    const { url } = this.mainFrame;
    if (this.#crashed) {
      this.#crashed = false;
      const gone = this.#page;
      this.#opening = this.#open();
      this.#opening.then(() => gone?.close()).catch(() => {});
      this.loadURL(url).catch(() => {});
      return;
    }
    this.#expected = toPage(url);
    this.#page?.reload().catch(() => {});
  }

  forcefullyCrashRenderer(): void {
    this.#cdp?.send('Page.crash').catch(() => {});
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#world?.closePorts();
    this.#opening.then((page) => page.close()).catch(() => {});
    this.emit('destroyed');
  }

  /** To the preload of the main frame. */
  deliver(channel: string, args: unknown[], ports: MessagePortMain[]): void {
    this.#world?.send(channel, args, ports);
    if (this.#cut) setImmediate(() => this.#world?.closePorts());
  }

  /** As a broken line: the ports that are open close, and those that are asked for close at once, until it is mended. */
  cutPorts(cut: boolean): void {
    this.#cut = cut;
    if (cut) this.#world?.closePorts();
  }

  /** What a page that has taken its renderer over could send, from its main frame or a frame inside it. */
  forgeIpc(channel: string, args: unknown[], options: { frame?: number; ports?: unknown[] } = {}): void {
    const { frame, ports = [] } = options;
    const inside = frame === undefined ? null : (this.#page?.mainFrame().childFrames()[frame] ?? null);
    this.#emitIpc(channel, args, inside === null ? this.mainFrame : this.#inside(inside), ports);
  }

  #inside(frame: Frame): WebFrameMain {
    return new WebFrameMain(this, this.mainFrame, () => frame.url());
  }

  #emitIpc(channel: string, args: unknown[], senderFrame: WebFrameMain, ports: unknown[] = []): void {
    this.#surroundings.ipcMain.emit(channel, { type: 'frame', sender: this, senderFrame, ports }, ...args);
  }

  async #open(): Promise<Page> {
    const context = await this.#surroundings.context();
    const page = await context.newPage();
    this.#page = page;
    if (this.session.checks('loopback-network', 'app://royal/', true))
      await context.grantPermissions(['local-network-access'], { origin: toPage('app://royal') });
    const { width = 800, height = 600, backgroundColor = '#ffffff', webPreferences } = this.#options;
    await page.setViewportSize({ width, height });
    const cdp = await context.newCDPSession(page);
    this.#cdp = cdp;
    await cdp.send('Emulation.setDefaultBackgroundColorOverride', { color: colour(backgroundColor) });
    this.#world = await openPreloadWorld(cdp, webPreferences?.preload, (channel, args) =>
      this.#emitIpc(channel, args, this.mainFrame),
    );
    // Asked first and in order, as in Electron; Chromium makes the page either way, a denied one is closed.
    const answers: string[] = [];
    cdp.on('Page.windowOpen', ({ url }) => {
      answers.push(this.#openHandler?.({ url: toMain(url) }).action ?? 'allow');
    });
    page.on('popup', (popup) => {
      if (answers.shift() !== 'allow') popup.close().catch(() => {});
    });
    page.on('console', (message) => this.emit('console-message', { message: message.text() }));
    page.on('crash', () => {
      this.#crashed = true;
      this.#world?.closePorts();
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      this.#last = frame.url();
      this.emit('did-navigate', {}, this.mainFrame.url);
    });
    page.on('download', (download) => {
      const event = preventable({});
      this.session.emit('will-download', event, { getURL: () => toMain(download.url()) }, this);
      if (event.defaultPrevented) download.cancel().catch(() => {});
    });
    page.once('load', () => this.emit('ready'));
    await page.route('**/*', (route) => this.#answer(route).catch(() => route.abort().catch(() => {})));
    return page;
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = toMain(request.url());
    if (request.isNavigationRequest() && !this.#mayNavigate(request, url)) return route.abort('aborted');
    if (!(await this.session.lets(url))) return route.abort('blockedbyclient');
    const answer = await this.#surroundings.protocol.answer(url, {
      method: request.method(),
      headers: request.headers(),
    });
    if (answer === null) return route.abort('failed');
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }

  /** As Electron does: told of first, then asked for, unless main itself loads. */
  #mayNavigate(request: PageRequest, url: string): boolean {
    const frame = request.frame();
    const isMainFrame = frame === this.#page?.mainFrame();
    const details = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: isMainFrame ? this.mainFrame : this.#inside(frame),
    };
    this.emit('did-start-navigation', details);
    if (isMainFrame && this.#expected === request.url()) {
      this.#expected = null;
      return true;
    }
    const framed = preventable(details);
    this.emit('will-frame-navigate', framed);
    if (framed.defaultPrevented || !isMainFrame) return !framed.defaultPrevented;
    const event = preventable(details);
    this.emit('will-navigate', event);
    return !event.defaultPrevented;
  }
}

function colour(hex: string): { r: number; g: number; b: number; a: number } {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: (value >> 16) & 255, g: (value >> 8) & 255, b: value & 255, a: 1 };
}
