/** What becomes of the window when a person closes it: the program goes on working, and must be found again. */

export type Closing = 'close' | 'hide' | 'minimize';

/** Desktops that show tray icons of themselves. */
const WITH_TRAY = ['kde', 'xfce', 'lxqt', 'mate', 'cinnamon', 'x-cinnamon', 'budgie', 'deepin'];

/**
 * `close` on macOS, whose Dock opens it again; `hide` where a tray is sure to be; `minimize` elsewhere: GNOME shows no
 * tray, and a window that was hidden there would be lost. `desktop` is XDG_CURRENT_DESKTOP.
 */
export function closingOn(platform: NodeJS.Platform, desktop: string | undefined, hasTray: boolean): Closing {
  if (platform === 'darwin') return 'close';
  if (!hasTray) return 'minimize';
  if (platform === 'win32') return 'hide';
  const names = (desktop ?? '').toLowerCase().split(':');
  return names.some((name) => WITH_TRAY.includes(name)) ? 'hide' : 'minimize';
}
