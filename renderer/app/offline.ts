/** Lets the page open without a connection: its files are kept by the browser. The desktop carries its own. */
import { isDesktop } from './shell.ts';

/** To be called once the first screen is there: keeping the files must not compete with it. */
export function keepForOffline(): void {
  if (isDesktop || !('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  navigator.serviceWorker.register('sw.js').catch(() => {
    // Without it the page works, but opens only while connected.
  });
}
