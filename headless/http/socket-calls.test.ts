import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../core/access/door-contract.ts';
import type { RelayedCall } from '../../core/host/messages.ts';
import type { CallAnswer } from '../../shared/bridge/calls.ts';
import { LONGEST_BODY } from '../../shared/bridge/socket-calls.ts';
import { RoyalError } from '../../shared/errors.ts';
import { Refusal } from './refusal.ts';
import { type Answering, answerCalls, callCounter } from './socket-calls.ts';

const ZOË: Grant = { id: 1, kind: 'session', person: 'Zoë' } as Grant;

/** A page's socket; `ended` once the host has put an end to it. */
class PageSocket extends EventEmitter {
  onAny(): void {}
  readonly data = { grant: ZOË, digest: 'of her session' };
  ended = false;
  disconnect(): void {
    this.ended = true;
  }
  ask(body: string, path = '/stores/list'): Promise<CallAnswer | null> {
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
    parse: JSON.parse,
    count: () => true,
    onRefused: ({ reason }) => refused.push(reason),
    ...options,
  });
  return { socket, gone, asked, refused };
}

const codeOf = (answer: CallAnswer | null): unknown => JSON.parse(answer!.text).json.data.code;

describe('calls over the socket that brings events', () => {
  it('are the person’s who was let in, and answered as they were', async () => {
    const { socket, asked } = openPage();
    expect(await socket.ask('{"json":{"limit":3}}')).toEqual({ status: 200, text: '{"json":[]}' });
    expect(asked[0]!.call).toEqual({
      path: '/stores/list',
      person: 'Zoë',
      body: '{"json":{"limit":3}}',
    });
  });

  it('of what streams are to be asked over HTTP', async () => {
    expect(await openPage({ answer: () => null }).socket.ask('{}')).toBeNull();
  });

  it('of whoever is let in no longer are refused and told of, unasked', async () => {
    const { socket, asked, refused } = openPage({ keeper: { check: async () => null } });
    expect(codeOf(await socket.ask('{}'))).toBe('unauthorized');
    expect({ asked, refused }).toEqual({ asked: [], refused: ['wrong_credentials'] });
  });

  it('are told where the core can’t be asked who that is', async () => {
    const gone = new RoyalError({ code: 'connection_lost', message: 'The core ended.', next: 'Try again.' });
    const { socket, refused } = openPage({ keeper: { check: () => Promise.reject(gone) } });
    expect(codeOf(await socket.ask('{}'))).toBe('connection_lost');
    expect({ refused, ended: socket.ended }).toEqual({ refused: [], ended: false });
  });

  it('end the socket of whoever gives one number to two of them', () => {
    const twice = openPage({ answer: () => new Promise(() => {}) }).socket;
    twice.ask('{}');
    expect(twice.ended).toBe(false);
    twice.ask('{}');
    expect(twice.ended).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['no id', { path: '/stores/list', body: '{}' }],
    ['a body that is no text', { id: 1, path: '/stores/list', body: {} }],
    ['a body without end', { id: 1, path: '/stores/list', body: 'x'.repeat(LONGEST_BODY + 1) }],
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

  it('are refused with a typed error and told of where their body is none', async () => {
    const parse = (): never => {
      throw new Refusal('body_malformed');
    };
    const { socket, asked, refused } = openPage({ parse });
    expect(codeOf(await socket.ask('{'))).toBe('invalid_input');
    expect({ asked, refused, ended: socket.ended }).toEqual({
      asked: [],
      refused: ['body_malformed'],
      ended: false,
    });
  });

  it('are refused above a hundred at once', async () => {
    let made = 0;
    const answer = (): Promise<CallAnswer> => {
      made += 1;
      return new Promise(() => {});
    };
    const { socket, refused } = openPage({ answer });
    for (let id = 0; id < 101; id += 1)
      socket.emit('call', { id, path: '/stores/list', body: '{}' }, () => {});
    await expect.poll(() => made).toBe(100);
    expect(refused).toEqual(['rate']);
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
