/** Which shell the page runs in: the desktop's preload says so, a browser does not. */

declare global {
  interface Window {
    royal?: { shell: 'desktop' };
  }
}

export const isDesktop = window.royal?.shell === 'desktop';
