import { MessageChannel } from 'node:worker_threads';
import { ORPCError, os } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { callsOverPort } from '../../shared/bridge/port-calls.ts';
import type { RelayedCall } from './messages.ts';
import { ANSWERED_AT_ONCE, serveCalls } from './serve-calls.ts';

const { port1, port2 } = new MessageChannel();
const stopped = Promise.withResolvers<void>();
const begun = Promise.withResolvers<void>();
serveCalls(
  {
    stores: {
      list: os
        .$context<{ person?: string }>()
        .handler(({ input, context }) => ({ input, person: context.person })),
    },
    stop: {
      pull: os.handler(() => {
        throw new ORPCError('ROYAL', { status: 422, message: 'No.', data: { code: 'not_found' } });
      }),
      lift: os.handler(async ({ signal }) => {
        begun.resolve();
        await new Promise((resolve) => signal!.addEventListener('abort', resolve));
        stopped.resolve();
      }),
    },
  },
  port2,
  ({ person }: RelayedCall) => ({ person }),
);
const relay = callsOverPort<RelayedCall>(port1);
const answerOf = (path: string, body: unknown = {}, signal?: AbortSignal) =>
  relay({ path, person: 'Zoë', body: JSON.stringify(body) }, signal);
const ask = async (...call: Parameters<typeof answerOf>) => (await answerOf(...call))!;

describe('calls passed on as they came in', () => {
  it('are the named person’s, and bring back what goes out', async () => {
    const { status, text } = await ask('/stores/list', {
      json: { at: '2026-03-01T00:00:00.000Z' },
      meta: [[1, 'at']],
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      json: { input: { at: '2026-03-01T00:00:00.000Z' }, person: 'Zoë' },
      meta: [[1, 'input', 'at']],
    });
  });

  it('bring back errors as they stand on the wire', async () => {
    const { status, text } = await ask('/stop/pull');
    expect(status).toBe(422);
    expect(JSON.parse(text).json).toMatchObject({ code: 'ROYAL', data: { code: 'not_found' } });
  });

  it('bring each caller their own answer, whichever comes first', async () => {
    const answers = await Promise.all([1, 2, 3].map((json) => ask('/stores/list', { json })));
    expect(answers.map(({ text }) => JSON.parse(text).json.input)).toEqual([1, 2, 3]);
  });

  it('are not of what streams, nor of what is unknown', async () => {
    expect(await answerOf('/events/live')).toBeNull();
    expect(await answerOf('/nothing')).toBeNull();
  });

  it('are told where nobody waits any longer, and end with their port', async () => {
    const leaving = new AbortController();
    const left = ask('/stop/lift', {}, leaving.signal);
    await begun.promise;
    leaving.abort();
    await stopped.promise;
    await left;
    await expect(ask('/stop/lift', {}, leaving.signal)).rejects.toThrow('had gone');
    const open = ask('/stop/lift');
    port2.close();
    await expect(open).rejects.toThrow('closed');
    await expect(ask('/stores/list')).rejects.toThrow('closed');
  });
});

it('streams are not among them', () => {
  expect(ANSWERED_AT_ONCE.get('/stores/list')).toBe('stores.list');
  expect(ANSWERED_AT_ONCE.has('/events/live')).toBe(false);
  expect(ANSWERED_AT_ONCE.has('/imports/run')).toBe(false);
});
