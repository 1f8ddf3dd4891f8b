/** The desktop's way to a port: the page asks its preload, which answers with exactly one. */
import type { BridgePort } from '../../shared/bridge/port-bridge.ts';

/** Waits until a port comes: the bridge gives up by itself and asks again. */
export function requestWindowPort(): Promise<BridgePort> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const isOurs = event.source === window && event.origin === window.location.origin;
      const [port] = event.ports;
      if (!isOurs || event.data !== 'royal:port' || !port || event.ports.length !== 1) return;
      window.removeEventListener('message', onMessage);
      resolve(port);
    };
    window.addEventListener('message', onMessage);
    window.postMessage('royal:connect', window.location.origin);
  });
}
