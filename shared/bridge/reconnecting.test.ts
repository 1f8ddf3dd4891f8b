import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../contract/schemas.ts';
import { RoyalError } from '../errors.ts';
import type { Bridge, ConnectionStatus } from './bridge.ts';
import { reconnectingBridge, signedOut } from './reconnecting.ts';
import { type EventSource, eventSource } from './testing/event-source.ts';
import { type HandClock, handClock, settled } from './testing/hand-clock.ts';

interface Scene {
  source: EventSource;
  clock: HandClock;
  bridge: Bridge;
  heard: EventBatch[];
  states: ConnectionStatus['state'][];
}

async function scene(prepare: (source: EventSource) => void = () => {}): Promise<Scene> {
  const source = eventSource();
  prepare(source);
  const clock = handClock();
  const bridge = reconnectingBridge(source.open, { timing: clock });
  const heard: EventBatch[] = [];
  const states: ConnectionStatus['state'][] = [];
  bridge.events.subscribe((batch) => heard.push(batch));
  bridge.status.subscribe(({ state }) => states.push(state));
  await settled();
  return { source, clock, bridge, heard, states };
}

const seqs = (batches: EventBatch[]): number[] => batches.flatMap(({ events }) => events.map((e) => e.seq));

describe('events over lines that break', () => {
  it('are those from now on, and go on after the last one that was heard', async () => {
    const { source, clock, bridge, heard } = await scene((host) => host.emit(40));
    source.emit(3);
    source.send(10);
    source.line()!.ears.broken();
    source.emit(2);
    await clock.pass(0);
    expect(source.lines.map((line) => line.since)).toEqual([undefined, 43]);
    expect(seqs(heard)).toEqual([41, 42, 43, 44, 45]);
    expect(bridge.events.position()).toBe(45);
  });

  it('arrive in order, each once, whatever breaks, repeats or leaves out', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('emit' as const), count: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('send' as const), count: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('break' as const), count: fc.constant(1) }),
      fc.record({ kind: fc.constant('repeat' as const), count: fc.integer({ min: 1, max: 7 }) }),
      fc.record({ kind: fc.constant('leave out' as const), count: fc.integer({ min: 1, max: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { source, clock, bridge, heard } = await scene();
        for (const { kind, count } of steps) {
          const line = source.line();
          if (kind === 'emit') source.emit(count);
          if (kind === 'send') source.send(count);
          if (kind === 'break') line?.ears.broken();
          if (kind === 'repeat' && line) line.sent = Math.max(0, line.sent - count);
          if (kind === 'leave out' && line) line.sent = Math.min(source.head(), line.sent + count);
          await settled();
        }
        // The next event shows whatever was left out before it.
        source.emit(1);
        for (let sent = 0; sent < 100 && bridge.events.position() !== source.head(); sent += 1) {
          source.send(4);
          await clock.pass(60_000);
        }
        expect(seqs(heard)).toEqual(Array.from({ length: source.head() }, (_, index) => index + 1));
        expect(heard.every((batch) => batch.complete)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('that are no longer kept are told as incomplete, also where the answer to a gap lacks them', async () => {
    const { source, clock, heard } = await scene();
    source.greets = false;
    source.line()!.ears.broken();
    await clock.pass(0);
    const event = { seq: 90, at: 1, storeId: null, kind: 'counted', data: {} };
    source.line()!.ears.batch({ events: [event], seq: 90, complete: true });
    expect(heard).toEqual([{ events: [event], seq: 90, complete: false }]);
  });

  it('go back where a backup took the place of what was followed', async () => {
    const { source, clock, bridge, heard } = await scene((host) => host.emit(20));
    source.greets = false;
    source.line()!.ears.broken();
    await clock.pass(0);
    source.line()!.ears.batch({ events: [], seq: 7, complete: false });
    expect(heard).toEqual([{ events: [], seq: 7, complete: false }]);
    expect(bridge.events.position()).toBe(7);
  });

  it('of a line that was given up are not listened to', async () => {
    const { source, clock, heard } = await scene();
    const old = source.line()!;
    old.ears.broken();
    await clock.pass(0);
    old.ears.batch({ events: [], seq: 99, complete: false });
    expect(heard).toEqual([]);
  });
});

describe('the connection', () => {
  it('is tried again at once, then with pauses that double up to 15 seconds', async () => {
    const { source, clock, bridge } = await scene((host) => {
      host.refusal = new Error('nobody there');
    });
    const pauses: number[] = [];
    for (let tries = 0; tries < 10; tries += 1) {
      const status = bridge.status.current();
      const pause = status.state === 'lost' ? status.retryAt! - clock.now() : Number.NaN;
      pauses.push(pause);
      await clock.pass(pause);
    }
    expect(pauses).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    source.refusal = null;
    bridge.retry();
    await settled();
    expect(bridge.status.current()).toEqual({ state: 'live' });
  });

  it('says since when it is lost, over all its tries', async () => {
    const { source, clock, bridge, states } = await scene();
    const lostAt = clock.now();
    source.refusal = new Error('nobody there');
    source.line()!.ears.broken();
    await clock.pass(9_000);
    expect(bridge.status.current()).toMatchObject({ state: 'lost', since: lostAt });
    expect(new Set(states)).toEqual(new Set(['live', 'lost']));
  });

  it('is not waited for longer than ten seconds where nothing answers', async () => {
    const { source, clock, bridge } = await scene((host) => {
      host.greets = false;
    });
    await clock.pass(9_999);
    expect(bridge.status.current()).toEqual({ state: 'connecting' });
    await clock.pass(1);
    expect(source.lines.map((line) => line.closed)).toEqual([true, false]);
  });

  it('waits for a sign-in, and goes on when told to', async () => {
    const { source, clock, bridge } = await scene((host) => {
      host.refusal = signedOut();
    });
    await clock.pass(60_000);
    expect(bridge.status.current()).toEqual({ state: 'signed_out' });
    await expect(bridge.api.stores.list()).rejects.toMatchObject({ code: 'unauthorized' });
    source.refusal = null;
    bridge.retry();
    await settled();
    expect(bridge.status.current()).toEqual({ state: 'live' });
  });

  it('looks whether another window signed in meanwhile, when it is looked at again', async () => {
    const source = eventSource();
    source.refusal = signedOut();
    let wake = (): void => {};
    const bridge = reconnectingBridge(source.open, {
      timing: handClock(),
      wake: (retry) => {
        wake = retry;
        return () => {};
      },
    });
    await settled();
    expect(bridge.status.current()).toEqual({ state: 'signed_out' });
    source.refusal = null;
    wake();
    await settled();
    expect(bridge.status.current()).toEqual({ state: 'live' });
    bridge.close();
  });

  it('comes back at once when the machine wakes', async () => {
    const source = eventSource();
    source.refusal = new Error('offline');
    const clock = handClock();
    let wake = (): void => {};
    const bridge = reconnectingBridge(source.open, {
      timing: clock,
      wake: (retry) => {
        wake = retry;
        return () => {
          wake = () => {};
        };
      },
    });
    await clock.pass(40_000);
    source.refusal = null;
    wake();
    await settled();
    expect(bridge.status.current()).toEqual({ state: 'live' });
    bridge.close();
    expect(source.lines.every((line) => line.closed)).toBe(true);
    expect(bridge.status.current()).toEqual({ state: 'ended' });
  });
});

describe('calls', () => {
  it('wait for the connection, for fifteen seconds', async () => {
    const { source, clock, bridge } = await scene((host) => {
      host.refusal = new Error('nobody there');
    });
    const early = bridge.api.stores.list().catch((error: unknown) => error);
    await clock.pass(15_000);
    expect(await early).toMatchObject({ code: 'connection_lost', next: expect.stringContaining('runs') });
    source.call = async () => ['the stores'];
    source.refusal = null;
    const later = bridge.api.stores.list();
    await clock.pass(15_000);
    expect(await later).toEqual(['the stores']);
  });

  it('under way when the connection is lost end with what to do next', async () => {
    const { source, bridge } = await scene();
    const call = bridge.api.actions.approve({ id: 1 }).catch((error: unknown) => error);
    await settled();
    source.line()!.ears.broken();
    expect(await call).toMatchObject({ code: 'connection_lost', next: expect.stringContaining('happened') });
  });

  it('that tell on their way end so as well, and bring their result otherwise', async () => {
    const { source, bridge } = await scene();
    source.call = async () =>
      (async function* () {
        yield { done: 1 };
        return ['result'];
      })();
    const stream = await bridge.api.sync.run({});
    expect(await stream.next()).toMatchObject({ value: { done: 1 } });
    expect(await stream.next()).toEqual({ done: true, value: ['result'] });

    source.call = async () =>
      (async function* () {
        yield { done: 1 };
        await new Promise(() => {});
      })();
    const broken = await bridge.api.sync.run({});
    await broken.next();
    const next = broken.next().catch((error: unknown) => error);
    source.line()!.ears.broken();
    expect(await next).toMatchObject({ code: 'connection_lost' });
  });

  it('pass on what the core states, and the breaking off by the caller', async () => {
    const { source, bridge } = await scene();
    const stated = new RoyalError({ code: 'stopped', message: 'Stopped.', next: 'Resume.' });
    source.call = () => Promise.reject(stated);
    await expect(bridge.api.stores.list()).rejects.toBe(stated);
    source.call = (_path, _input, { signal }) =>
      new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
    const mine = new AbortController();
    const call = bridge.api.stores.list(undefined, { signal: mine.signal });
    await settled();
    mine.abort(new Error('changed my mind'));
    await expect(call).rejects.toThrow('changed my mind');
  });

  it('end once the caller breaks them off, whether or not their line does, and are not made after that', async () => {
    const { source, bridge } = await scene();
    let made = 0;
    source.call = () => {
      made += 1;
      return new Promise(() => {});
    };
    const mine = new AbortController();
    const call = bridge.api.stores.list(undefined, { signal: mine.signal });
    await settled();
    mine.abort(new Error('changed my mind'));
    await expect(call).rejects.toThrow('changed my mind');
    const hasty = new AbortController();
    const second = bridge.api.stores.list(undefined, { signal: hasty.signal });
    hasty.abort(new Error('never mind'));
    await expect(second).rejects.toThrow('never mind');
    expect(made).toBe(1);
  });
});
