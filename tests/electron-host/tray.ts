/** Tray and Notification: what the desktop shows of the program beside its window. Tests look at them and click. */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron';

export class StandInTray extends EventEmitter {
  /** For tests to look at. */
  image = '';
  toolTip = '';
  menu: MenuItemConstructorOptions[] = [];

  constructor(image: string) {
    super();
    if (process.env.STAND_IN_TRAY === 'none') throw new Error('There is no tray here.');
    this.setImage(image);
  }

  setImage(image: string): void {
    // Electron shows an empty icon then, which nobody would find.
    if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`);
    this.image = image;
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }
  setContextMenu(menu: MenuItemConstructorOptions[] | null): void {
    this.menu = menu ?? [];
  }

  /** Clicks the entry of that id. */
  choose(id: string): void {
    const item = this.menu.find((one) => one.id === id);
    if (item?.click === undefined || item.enabled === false) throw new Error(`The tray offers no ${id}.`);
    item.click(null as never, undefined, null as never);
  }
}

export class StandInNotification extends EventEmitter {
  /** For tests to look at. */
  readonly options: NotificationConstructorOptions;
  readonly #desk: { notifications: StandInNotification[] };

  constructor(options: NotificationConstructorOptions, desk: { notifications: StandInNotification[] }) {
    super();
    this.options = options;
    this.#desk = desk;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.#desk.notifications.push(this);
  }
}
