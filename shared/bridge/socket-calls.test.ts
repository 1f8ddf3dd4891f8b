import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { CallAnswer } from './calls.ts';
import { callsOverSocket, LONGEST_BODY } from './socket-calls.ts';

/** The host's end of a socket: what was said, and an answer when it is given one. */
class HostEnd {
  connected = true;
  readonly said: unknown[] = [];
  readonly answer = Promise.withResolvers<CallAnswer | null>();
  emit = (...said: unknown[]): never => {
    this.said.push(said);
    return undefined as never;
  };
  emitWithAck = (...said: unknown[]): Promise<CallAnswer | null> => {
    this.said.push(said);
    return this.answer.promise;
  };
}

const request = (signal?: AbortSignal, body: unknown = { json: 3 }) =>
  ({ url: new URL('http://host/rpc/stores/list'), method: 'POST', headers: {}, body, signal }) as never;

describe('a call over a socket', () => {
  it('says path and body, and gives what was answered', async () => {
    const end = new HostEnd();
    end.answer.resolve({ status: 422, text: '{"json":{"code":"ROYAL"}}' });
    const answer = await callsOverSocket(end)(request());
    expect(end.said).toEqual([['call', { id: 0, path: '/stores/list', body: '{"json":3}' }]]);
    expect(answer!.status).toBe(422);
    expect(await answer!.body()).toEqual({ json: { code: 'ROYAL' } });
  });

  it('that is called off while asked is dropped at once', () => {
    const end = new HostEnd();
    const leaving = new AbortController();
    void callsOverSocket(end)(request(leaving.signal));
    leaving.abort();
    expect(end.said.at(-1)).toEqual(['drop', 0]);
  });

  it('is not kept for a socket that has ended', async () => {
    const end = new HostEnd();
    end.connected = false;
    await expect(callsOverSocket(end)(request())).rejects.toThrow('ended');
    expect(end.said).toEqual([]);
  });

  it('goes over HTTP where it is long or streams', async () => {
    const end = new HostEnd();
    expect(await callsOverSocket(end)(request(undefined, 'x'.repeat(LONGEST_BODY)))).toBeNull();
    expect(end.said).toEqual([]);
    end.answer.resolve(null);
    expect(await callsOverSocket(end)(request())).toBeNull();
  });

  it('leaves no listener behind', async () => {
    const end = new HostEnd();
    end.answer.resolve({ status: 200, text: '{}' });
    const signal = new (class extends EventEmitter {
      addEventListener = (name: string, listener: () => void) => this.on(name, listener);
      removeEventListener = (name: string, listener: () => void) => this.off(name, listener);
    })();
    await callsOverSocket(end)(request(signal as never));
    expect(signal.listenerCount('abort')).toBe(0);
  });
});
