import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchedStream } from './watched-stream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function* parts(): AsyncGenerator<number, string> {
  yield 1;
  yield 2;
  return 'done';
}

function open(source: AsyncIterator<unknown> = parts()) {
  const hangUp = vi.fn();
  const held = { stillIn: true };
  const stream = watchedStream(source, {
    stillIn: async () => held.stillIn,
    typed: (error) => error as Error,
    hangUp,
  });
  return { hangUp, held, stream };
}

describe('a stream on its way out', () => {
  it('is handed on to who takes it', async () => {
    const { hangUp, stream } = open();
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    vi.advanceTimersByTime(29_000);
    expect(await stream.next()).toEqual({ done: false, value: 2 });
    vi.advanceTimersByTime(29_000);
    expect(await stream.next()).toEqual({ done: true, value: 'done' });
    vi.advanceTimersByTime(60_000);
    expect(hangUp).not.toHaveBeenCalled();
  });

  it('ends where nobody takes it for half a minute', async () => {
    const { hangUp, stream } = open();
    await stream.next();
    vi.advanceTimersByTime(30_000);
    expect(hangUp).toHaveBeenCalledOnce();
  });

  it('waits for the core as long as it takes', async () => {
    const late = Promise.withResolvers<IteratorResult<unknown>>();
    const { hangUp, stream } = open({ next: () => late.promise });
    const first = stream.next();
    vi.advanceTimersByTime(600_000);
    late.resolve({ done: false, value: 1 });
    expect(await first).toEqual({ done: false, value: 1 });
    expect(hangUp).not.toHaveBeenCalled();
  });

  it('lets nothing out to who was shut out', async () => {
    const { held, stream } = open();
    await stream.next();
    held.stillIn = false;
    await expect(stream.next()).rejects.toMatchObject({ code: 'unauthorized' });
  });
});
