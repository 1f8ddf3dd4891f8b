/** Lets the page open without a connection: its files are kept by the browser. The desktop carries its own. */
import { unattended } from './idle.ts';
import { isDesktop } from './shell.ts';

const UNATTENDED_MS = 3_000;

/** Waits until the person only looks: to keep a hundred files is felt in whatever else the page does. */
export async function keepForOffline(): Promise<void> {
  if (isDesktop || !('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  await unattended(UNATTENDED_MS);
  navigator.serviceWorker.register('sw.js').catch(() => {
    // Without it the page works, but opens only while connected.
  });
}
