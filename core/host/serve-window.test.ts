import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { implement, ORPCError } from '@orpc/server';
import { expect, it, vi } from 'vitest';
import { portBridge } from '../../shared/bridge/port-bridge.ts';
import { callsOverPort } from '../../shared/bridge/port-calls.ts';
import { contract } from '../../shared/contract/contract.ts';
import { serveWindow } from './serve-window.ts';

const log = { warn: vi.fn() };
/** Of the last rule that was asked for. */
let scopeKeys: string[] | null = null;

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
    rules: {
      create: os.rules.create.handler(({ input }) => {
        scopeKeys = Object.keys(input.scope);
        throw new ORPCError('NOT_FOUND');
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

it('says once that a port was closed, however much was sent behind it', async () => {
  log.warn.mockClear();
  const port = await countingCore(0).requestPort();
  const closed = new Promise((resolve) => port.on('close', resolve));
  for (let sent = 0; sent < 100; sent += 1) port.postMessage('{');
  await closed;
  expect(log.warn).toHaveBeenCalledOnce();
});

it('reads a body as JSON’s text only: in a clone, a thing found twice is endless work', async () => {
  const port = await countingCore(0).requestPort();
  const ask = callsOverPort(port);
  port.start();
  let twice: unknown[] = [];
  for (let depth = 0; depth < 40; depth += 1) twice = [twice, twice];
  const unreadable: unknown[] = [{ json: twice }, { json: new Array(4e9) }, undefined, 7, '{'];
  for (const body of unreadable)
    expect(await ask({ path: '/stop/status', body: body as string }, undefined)).toMatchObject({
      status: 400,
    });
  expect(await ask({ path: '/stop/status', body: '{}' }, undefined)).toMatchObject({ status: 200 });
  expect(await ask({ path: 7 as never, body: '{}' }, undefined)).toBeNull();
  port.close();
});

it('does not bring a key that is undefined to the core', async () => {
  const bridge = portBridge(countingCore(0).requestPort);
  await expect(
    bridge.api.rules.create({ scope: { actionType: undefined }, reason: 'Of the test' }),
  ).rejects.toThrow();
  expect(scopeKeys).toEqual([]);
  bridge.close();
});
