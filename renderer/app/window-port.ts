/** The desktop's way to a port: the page asks its preload, which answers with exactly one. */
import type { BridgePort } from '../../shared/bridge/port-bridge.ts';

/** Of the request before: a port that comes now is not for that one, which nobody waits for any more. */
let forget = (): void => {};

/** Waits until a port comes: the bridge gives up by itself and asks again. */
export function requestWindowPort(): Promise<BridgePort> {
  forget();
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const isOurs = event.source === window && event.origin === window.location.origin;
      const [port] = event.ports;
      if (!isOurs || event.data !== 'royal:port' || !port || event.ports.length !== 1) return;
      forget();
      resolve(port);
    };
    forget = () => window.removeEventListener('message', onMessage);
    window.addEventListener('message', onMessage);
    window.postMessage('royal:connect', window.location.origin);
  });
}
