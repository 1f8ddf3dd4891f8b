import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../core/access/door-contract.ts';
import type { RelayedCall } from '../../core/host/relay.ts';
import type { SocketAnswer } from '../../shared/bridge/socket-calls.ts';
import { LARGEST_BODY } from './limits.ts';
import { type Answering, answerCalls, callCounter } from './socket-calls.ts';

const ZOË: Grant = { id: 1, kind: 'session', person: 'Zoë' } as Grant;

/** A page's socket; `ended` once the host has put an end to it. */
class PageSocket extends EventEmitter {
  readonly data = { grant: ZOË, digest: 'of her session' };
  ended = false;
  disconnect(): void {
    this.ended = true;
  }
  ask(body: string, path = '/stores/list'): Promise<SocketAnswer | null> {
    return new Promise((resolve) => this.emit('call', { id: 7, path, body }, resolve));
  }
}

function openPage(options: Partial<Answering> = {}) {
  const socket = new PageSocket();
  const gone = new AbortController();
  const asked: { call: RelayedCall; signal: AbortSignal }[] = [];
  const refused: string[] = [];
  answerCalls(socket as never, gone.signal, {
    keeper: { check: async () => ZOË },
    answer: async (call, signal) => {
      asked.push({ call, signal });
      return { status: 200, text: '{"json":[]}' };
    },
    count: () => true,
    onRefused: ({ reason }) => refused.push(reason),
    ...options,
  });
  return { socket, gone, asked, refused };
}

const codeOf = (answer: SocketAnswer | null): unknown => JSON.parse(answer!.text).json.data.code;

describe('calls over the socket that brings events', () => {
  it('are the person’s who was let in, and answered as they were', async () => {
    const { socket, asked } = openPage();
    expect(await socket.ask('{"json":{"limit":3}}')).toEqual({ status: 200, text: '{"json":[]}' });
    expect(asked[0]!.call).toEqual({
      path: '/stores/list',
      person: 'Zoë',
      body: { json: { limit: 3 } },
    });
  });

  it('of what streams are to be asked over HTTP', async () => {
    expect(await openPage({ answer: () => null }).socket.ask('{}')).toBeNull();
  });

  it('end the socket of whoever is let in no longer, unasked', async () => {
    const { socket, asked } = openPage({ keeper: { check: async () => null } });
    socket.ask('{}');
    await expect.poll(() => socket.ended).toBe(true);
    expect(asked).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['no id', { path: '/stores/list', body: '{}' }],
    ['a body that is no text', { id: 1, path: '/stores/list', body: {} }],
    ['a path without end', { id: 1, path: '/x'.repeat(1_000), body: '{}' }],
  ])('end the socket of whoever says %s', (_what, call) => {
    const { socket, asked } = openPage();
    socket.emit('call', call, () => {});
    expect(socket.ended).toBe(true);
    expect(asked).toEqual([]);
  });

  it('end the socket of whoever wants no answer', () => {
    const { socket } = openPage();
    socket.emit('call', { id: 1, path: '/stores/list', body: '{}' });
    expect(socket.ended).toBe(true);
  });

  it.each([
    ['{"json":', 'invalid_input', 'body_malformed'],
    ['['.repeat(101) + ']'.repeat(101), 'invalid_input', 'body_malformed'],
    [`"${'é'.repeat(LARGEST_BODY / 2)}"`, 'too_large', 'body_too_large'],
  ])('are refused with a typed error and told of: %.12s', async (body, code, reason) => {
    const { socket, asked, refused } = openPage();
    const answer = await socket.ask(body);
    expect(codeOf(answer)).toBe(code);
    expect(refused).toEqual([reason]);
    expect({ asked, ended: socket.ended }).toEqual({ asked: [], ended: false });
  });

  it('are refused above what one may ask in a minute', async () => {
    const { socket, refused } = openPage({ count: () => false });
    expect(codeOf(await socket.ask('{}'))).toBe('rate_limited');
    expect(refused).toEqual(['rate']);
  });

  it.each(['dropped', 'gone'] as const)('are called off once they are %s', async (how) => {
    const calling = Promise.withResolvers<AbortSignal>();
    const { socket, gone } = openPage({
      answer: (_call, signal) => {
        calling.resolve(signal);
        return new Promise(() => {});
      },
    });
    socket.ask('{}');
    const signal = await calling.promise;
    if (how === 'gone') gone.abort();
    else {
      socket.emit('drop', 8);
      expect(signal.aborted).toBe(false);
      socket.emit('drop', 7);
    }
    expect(signal.aborted).toBe(true);
  });

  it('are not made where they were dropped before it was known who asks', async () => {
    const check = Promise.withResolvers<Grant>();
    const { socket, asked } = openPage({ keeper: { check: () => check.promise } });
    const answered = socket.ask('{}');
    socket.emit('drop', 7);
    check.resolve(ZOË);
    await answered;
    expect(asked).toEqual([]);
  });
});

describe('the count of calls', () => {
  it('is each caller’s own, ends at 1,200, and begins anew after a minute', () => {
    let now = 5_000;
    const count = callCounter(() => now);
    for (let calls = 0; calls < 1_200; calls += 1) expect(count('a')).toBe(true);
    expect([count('a'), count('b')]).toEqual([false, true]);
    now += 59_999;
    expect(count('a')).toBe(false);
    now += 1;
    expect(count('a')).toBe(true);
  });
});
