import { QueryClient } from '@tanstack/react-query';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { Module } from './navigation/module.ts';
import { FIRST_MODULE } from './navigation/modules.ts';
import { readFirst } from './read-first.ts';

vi.mock('./idle.ts', () => ({ idle: async () => {}, unattended: async () => {} }));

/** A core that answers what is asked of it with `answer`. */
function bridgeTo(answer: () => Promise<unknown>, asked: string[] = []): Bridge {
  const procedures = (noun: string) =>
    new Proxy(
      {},
      {
        get: (_, verb) => () => {
          asked.push(`${noun}.${String(verb)}`);
          return answer();
        },
      },
    );
  const api = new Proxy({}, { get: (_, noun) => procedures(String(noun)) });
  return { api } as Bridge;
}

const module: Module = { ...FIRST_MODULE, load: async () => () => null, readAhead: async () => {} };

it('asks for what the shell and the module show, and ends when it is there', async () => {
  const asked: string[] = [];
  const queries = new QueryClient();
  const readAhead = vi.fn(async () => {});
  await readFirst(
    { ...module, readAhead },
    bridgeTo(async () => [], asked),
    queries,
  );
  expect(readAhead).toHaveBeenCalledOnce();
  expect(asked.sort()).toEqual(['notifications.list', 'people.me', 'stop.status', 'stores.list']);
  expect(queries.isFetching()).toBe(0);
});

it('waits no longer than a person would for a core that does not answer', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let drawn = false;
  const read = readFirst(
    module,
    bridgeTo(() => new Promise(() => {})),
    new QueryClient(),
  ).then(() => {
    drawn = true;
  });
  await vi.advanceTimersByTimeAsync(500);
  expect(drawn).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await read;
});

it('does not wait for what can’t be had', async () => {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await readFirst(
    { ...module, readAhead: () => Promise.reject(new Error('no chunk')) },
    bridgeTo(() => Promise.reject(new Error('signed out'))),
    queries,
  );
  expect(queries.isFetching()).toBe(0);
});
