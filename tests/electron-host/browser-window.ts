/** BrowserWindow: the frame around a page. Its place and state are kept as numbers, there is no desktop here. */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { preventable, type Surroundings, WebContents } from './web-contents.ts';

export interface WindowHost extends Surroundings {
  opened(window: StandInWindow): void;
  closed(window: StandInWindow): void;
}

export class StandInWindow extends EventEmitter {
  readonly webContents: WebContents;
  /** As given, for tests to look at. */
  readonly options: BrowserWindowConstructorOptions;
  /** What was done to it, in order. */
  readonly history: string[] = [];
  readonly #host: WindowHost;
  #bounds: Rectangle;
  #visible: boolean;
  #minimized = false;
  #focused = false;
  #maximized = false;
  #fullScreen = false;
  #destroyed = false;

  constructor(host: WindowHost, options: BrowserWindowConstructorOptions = {}) {
    super();
    this.#host = host;
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show !== false;
    this.webContents = new WebContents(host, options);
    this.webContents.once('ready', () => {
      this.history.push('ready-to-show');
      this.emit('ready-to-show');
    });
    host.opened(this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.history.push('show');
    this.#visible = true;
    this.#focused = true;
  }
  hide(): void {
    this.history.push('hide');
    this.#visible = false;
    this.#focused = false;
  }
  focus(): void {
    this.history.push('focus');
    this.#focused = true;
  }
  isFocused(): boolean {
    return this.#focused;
  }
  minimize(): void {
    this.#minimized = true;
    this.#focused = false;
  }
  restore(): void {
    this.history.push('restore');
    this.#minimized = false;
  }
  maximize(): void {
    this.#maximized = true;
  }
  setFullScreen(flag: boolean): void {
    this.#fullScreen = flag;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
  }
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  isFullScreen(): boolean {
    return this.#fullScreen;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.destroy();
    this.emit('closed');
    this.#host.closed(this);
  }
}
