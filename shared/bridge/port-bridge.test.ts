import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { expect, it } from 'vitest';
import { contract } from '../contract/contract.ts';
import { RoyalError } from '../errors.ts';
import { portBridge } from './port-bridge.ts';

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
      new RPCHandler(router as never).upgrade(port2);
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

it('has ended where there will be no port any more', async () => {
  const gone = new RoyalError({
    code: 'owner_gone',
    message: 'The core has ended.',
    next: 'Start it again.',
  });
  const bridge = portBridge(() => Promise.reject(gone));
  await expect.poll(() => bridge.status.current().state).toBe('ended');
  await expect(bridge.api.stop.status()).rejects.toMatchObject({ code: 'owner_gone' });
});
