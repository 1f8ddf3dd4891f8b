/** The page's port as a test speaks through it: the page asks for it as it does in earnest, and passes it on. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { RPCLink } from '@orpc/client/message-port';
import type { Page } from 'playwright-core';
import { royalClient } from '../../shared/contract/client.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';

/** In the page: asks, and keeps what it gets under a name of its own. Resolves to the number of ports that came. */
const ASK = `new Promise((resolve) => {
  const timer = setTimeout(resolve, 3000, 0);
  window.addEventListener('message', function got(event) {
    if (event.data !== 'royal:port') return;
    window.removeEventListener('message', got);
    clearTimeout(timer);
    window.testPort = event.ports[0];
    window.testPortClosed = new Promise((closed) => window.testPort.addEventListener('close', () => closed(true)));
    window.testPort.addEventListener('message', ({ data }) => window.fromCore?.(data));
    window.testPort.start();
    resolve(event.ports.length);
  });
  window.postMessage('royal:connect', location.origin);
})`;

export interface PagePort {
  /** How many ports the answer brought. */
  ports: number;
  client: RoyalClient;
  /** Resolves when the page's end was closed from the other side. */
  closed(): Promise<unknown>;
}

export async function askForPort(page: Page): Promise<PagePort> {
  const { port1, port2 } = new MessageChannel();
  await passOn(page, port2);
  const ports = (await page.evaluate(ASK)) as number;
  port2.on('message', (data: string) => {
    page.evaluate(`window.testPort.postMessage(${JSON.stringify(data)})`).catch(() => {});
  });
  const client = royalClient(new RPCLink({ port: port1 }));
  port1.start();
  port1.unref();
  port2.unref();
  return { ports, client, closed: () => page.evaluate('window.testPortClosed') };
}

/** A page takes one such function: a later port takes its place. */
const sinks = new WeakMap<Page, { port: MessagePort }>();

async function passOn(page: Page, port: MessagePort): Promise<void> {
  const sink = sinks.get(page);
  if (sink !== undefined) {
    sink.port = port;
    return;
  }
  const fresh = { port };
  sinks.set(page, fresh);
  await page.exposeFunction('fromCore', (data: string) => fresh.port.postMessage(data));
}
