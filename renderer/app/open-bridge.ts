/** The bridge that this shell has: message ports in the desktop, HTTP and socket.io in a browser. */
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { BridgeOptions } from '../../shared/bridge/reconnecting.ts';
import { isDesktop } from './shell.ts';
import { requestWindowPort } from './window-port.ts';

/** Back online, or looked at again: worth a try at once. */
const wake: BridgeOptions['wake'] = (retry) => {
  const whenSeen = (): void => {
    if (!document.hidden) retry();
  };
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', whenSeen);
  return () => {
    window.removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', whenSeen);
  };
};

/** Each shell loads its own way only. What comes back opens the bridge, once the person is signed in. */
export async function loadBridge(): Promise<() => Bridge> {
  if (isDesktop) {
    const { portBridge } = await import('../../shared/bridge/port-bridge.ts');
    return () => portBridge(requestWindowPort, { wake });
  }
  const { httpBridge } = await import('../../shared/bridge/http-bridge.ts');
  return () => httpBridge(window.location.origin, { wake });
}
