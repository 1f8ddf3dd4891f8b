import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { expect, it, vi } from 'vitest';
import { portBridge } from '../../shared/bridge/port-bridge.ts';
import { contract } from '../../shared/contract/contract.ts';
import { serveWindow } from './serve-window.ts';

const log = { warn: vi.fn() };

/** A core that counts events up to `until`, as fast as it can, and dies after every 6,000 of them. */
function countingCore(until: number) {
  const os = implement(contract);
  const router = os.router({
    events: {
      live: os.events.live.handler(async function* ({ input, signal }) {
        let seq = input.since ?? 0;
        yield { events: [], seq, complete: true };
        while (seq < until) {
          const events = Array.from({ length: Math.min(500, until - seq) }, (_, index) => ({
            seq: seq + 1 + index,
            at: 0,
            storeId: null,
            kind: 'counted',
            data: {},
          }));
          seq = events.at(-1)!.seq;
          yield { events, seq, complete: true };
          if (seq % 6_000 === 0 && seq < until) theirs.at(-1)!.close();
        }
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      }),
    },
    stop: {
      status: os.stop.status.handler(() => ({ stopped: false, by: null, reason: null, at: null })),
    },
  } as never);
  const theirs: MessagePort[] = [];
  return {
    async requestPort() {
      const { port1, port2 } = new MessageChannel();
      serveWindow(router as never, port2, log as never);
      port2.start();
      theirs.push(port2);
      return port1;
    },
    ports: () => theirs.length,
  };
}

it('follows 30,000 events over a message port that breaks again and again', async () => {
  const core = countingCore(30_000);
  const bridge = portBridge(core.requestPort, { since: 0 });
  const heard: number[] = [];
  bridge.events.subscribe(({ events }) => {
    for (const event of events) heard.push(event.seq);
  });
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(30_000);
  expect(heard.every((seq, index) => seq === index + 1)).toBe(true);
  expect(core.ports()).toBeGreaterThan(4);
  await expect.poll(() => bridge.status.current().state).toBe('live');
  expect(await bridge.api.stop.status()).toMatchObject({ stopped: false });
  bridge.close();
});

it.each([
  ['text that is no JSON', '{'],
  ['a request for nowhere', '{"i":"1","p":{}}'],
  [
    'headers, as for a body of parts',
    '{"i":"1","p":{"u":"/stop/status","h":{"content-type":"multipart/form-data"}}}',
  ],
  ['an object', { call: { path: '/stop/status', body: {} } }],
  ['nothing', null],
  ['bytes', new Uint8Array([255])],
])('closes on %s, with a line in the log', async (_, message) => {
  log.warn.mockClear();
  const port = await countingCore(0).requestPort();
  const closed = new Promise((resolve) => port.on('close', resolve));
  port.postMessage(message);
  await closed;
  expect(log.warn).toHaveBeenCalledExactlyOnceWith(
    { code: 'not_trusted' },
    expect.stringContaining('Refused'),
  );
});

it('answers a call of any form', async () => {
  const port = await countingCore(0).requestPort();
  const answers = new Promise<unknown[]>((resolve) => {
    const heard: unknown[] = [];
    port.on('message', (answer) => {
      heard.push(answer);
      if (heard.length === 4) resolve(heard);
    });
  });
  const circle: Record<string, unknown> = {};
  circle.json = circle;
  for (const [id, call] of [
    { path: 7 },
    { path: '/stop/status', body: 7 },
    { path: '/stop/status', body: circle },
    { path: '/stop/status' },
  ].entries())
    port.postMessage({ id, call });
  port.postMessage({ id: 99, call: null });
  expect(await answers).toMatchObject([
    { id: 0, answer: null },
    { id: 1, answer: { status: 200 } },
    { id: 2, answer: { status: 200 } },
    { id: 3, answer: { status: 200 } },
  ]);
  port.close();
});
