/** The menu: what the window itself can do; everything else is in the page. */
import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron';

export interface MenuOptions {
  /** The data folder. */
  folder: string;
  /** Shows the page's list of shortcuts. */
  showShortcuts(): void;
}

export function setMenu({ folder, showShortcuts }: MenuOptions): void {
  const mac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { id: 'data-folder', label: 'Open data folder', click: () => shell.openPath(folder) },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ id: 'shortcuts', label: 'Keyboard shortcuts', click: showShortcuts }],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
