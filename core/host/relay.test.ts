import { MessageChannel } from 'node:worker_threads';
import { ORPCError, os } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { relayOver } from './relay.ts';
import { RELAYED, serveRelay } from './serve-relay.ts';

const { port1, port2 } = new MessageChannel();
const stopped = Promise.withResolvers<void>();
const begun = Promise.withResolvers<void>();
serveRelay(
  {
    who: os
      .$context<{ person?: string }>()
      .handler(({ input, context }) => ({ input, person: context.person })),
    refuse: os.handler(() => {
      throw new ORPCError('ROYAL', { status: 422, message: 'No.', data: { code: 'not_found' } });
    }),
    wait: os.handler(async ({ signal }) => {
      begun.resolve();
      await new Promise((resolve) => signal!.addEventListener('abort', resolve));
      stopped.resolve();
    }),
  },
  port2,
);
const relay = relayOver(port1);
const ask = (path: string, body: unknown = {}, signal = new AbortController().signal) =>
  relay({ path, person: 'Zoë', body }, signal);

describe('calls passed on as they came in', () => {
  it('are the named person’s, and bring back what goes out', async () => {
    const { status, text } = await ask('/who', {
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
    const { status, text } = await ask('/refuse');
    expect(status).toBe(422);
    expect(JSON.parse(text).json).toMatchObject({ code: 'ROYAL', data: { code: 'not_found' } });
  });

  it('bring each caller their own answer, whichever comes first', async () => {
    const answers = await Promise.all([1, 2, 3].map((json) => ask('/who', { json })));
    expect(answers.map(({ text }) => JSON.parse(text).json.input)).toEqual([1, 2, 3]);
  });

  it('are told where nobody waits any longer, and end with their port', async () => {
    const leaving = new AbortController();
    const left = ask('/wait', {}, leaving.signal);
    await begun.promise;
    leaving.abort();
    await stopped.promise;
    await left;
    const open = ask('/wait');
    port2.close();
    await expect(open).rejects.toThrow('closed');
  });
});

it('streams are not among them', () => {
  expect(RELAYED.get('/stores/list')).toBe('stores.list');
  expect(RELAYED.has('/events/live')).toBe(false);
  expect(RELAYED.has('/imports/run')).toBe(false);
});
