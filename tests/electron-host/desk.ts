/** What Electron borrows of the desktop: displays, dialogs, the browser, the menu. Tests look at it and answer. */
import type { Display, MenuItemConstructorOptions, MessageBoxOptions } from 'electron';
import type { StandInWindow } from './browser-window.ts';
import type { StandInNotification, StandInTray } from './tray.ts';

export interface OpenDialog {
  options: MessageBoxOptions;
  /** With the number of the button. */
  answer(button: number): void;
}

export class Desk {
  /** The first is the primary one. */
  displays: Display[] = JSON.parse(process.env.STAND_IN_DISPLAYS ?? JSON.stringify([display(1, 0, 1920)]));
  readonly dialogs: OpenDialog[] = [];
  readonly errorBoxes: { title: string; content: string }[] = [];
  readonly openedOutside: string[] = [];
  readonly openedPaths: string[] = [];
  readonly trays: StandInTray[] = [];
  readonly notifications: StandInNotification[] = [];
  menu: MenuItemConstructorOptions[] = [];

  readonly screen = {
    getAllDisplays: (): Display[] => this.displays,
    getPrimaryDisplay: (): Display => this.displays[0]!,
    getDisplayMatching: (area: { x: number }): Display =>
      this.displays.find(({ bounds }) => area.x >= bounds.x && area.x < bounds.x + bounds.width) ??
      this.displays[0]!,
  };

  readonly dialog = {
    showMessageBox: (
      ...[first, second]: [MessageBoxOptions] | [StandInWindow, MessageBoxOptions]
    ): Promise<{ response: number; checkboxChecked: boolean }> =>
      new Promise((resolve) => {
        const open: OpenDialog = {
          options: second ?? (first as MessageBoxOptions),
          answer: (response) => {
            this.dialogs.splice(this.dialogs.indexOf(open), 1);
            resolve({ response, checkboxChecked: false });
          },
        };
        this.dialogs.push(open);
      }),
    showErrorBox: (title: string, content: string): void => {
      this.errorBoxes.push({ title, content });
      process.send?.({ kind: 'error-box', title, content });
    },
  };

  readonly shell = {
    openExternal: async (url: string): Promise<void> => {
      this.openedOutside.push(url);
    },
    openPath: async (path: string): Promise<string> => {
      this.openedPaths.push(path);
      return '';
    },
  };

  /** Clicks the entry of that id. */
  click(id: string): void {
    const find = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions | undefined => {
      for (const item of items) {
        if (item.id === id) return item;
        const inside = Array.isArray(item.submenu) ? find(item.submenu) : undefined;
        if (inside !== undefined) return inside;
      }
      return undefined;
    };
    const item = find(this.menu);
    if (item?.click === undefined) throw new Error(`The menu has no entry ${id}.`);
    item.click(null as never, undefined, null as never);
  }
}

/** Beside the others on a line, with a task bar of 40 below. */
export function display(id: number, x: number, width: number): Display {
  const size = { width, height: 1080 };
  return { id, bounds: { x, y: 0, ...size }, workArea: { x, y: 0, width, height: 1040 } } as Display;
}
