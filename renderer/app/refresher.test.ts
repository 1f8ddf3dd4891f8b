import { expect, it } from 'vitest';
import { refresher } from './refresher.ts';

function scene() {
  const fetched: string[] = [];
  let frames: (() => void)[] = [];
  let finish: (() => void)[] = [];
  let rested: (() => void)[] = [];
  const { touch } = refresher({
    fetch: (name) =>
      new Promise((resolve) => {
        fetched.push(name);
        finish.push(() => resolve(null));
      }),
    soon: (then) => frames.push(then),
    rest: () =>
      new Promise((resolve) => {
        rested.push(resolve);
      }),
  });
  return {
    fetched,
    touch,
    frame() {
      const due = frames;
      frames = [];
      for (const then of due) then();
    },
    async rest() {
      const open = rested;
      rested = [];
      for (const done of open) done();
      await new Promise((resolve) => setImmediate(resolve));
    },
    async answer() {
      const open = finish;
      finish = [];
      for (const done of open) done();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('fetches once a frame, however many events come', () => {
  const { fetched, touch, frame } = scene();
  for (let events = 0; events < 1_000; events += 1) touch(['actions', 'stop']);
  expect(fetched).toEqual([]);
  frame();
  expect(fetched).toEqual(['actions', 'stop']);
});

it('fetches once more, and no more, after what came while it fetched and rested', async () => {
  const { fetched, touch, frame, answer, rest } = scene();
  touch(['actions']);
  frame();
  for (let events = 0; events < 10; events += 1) {
    touch(['actions']);
    frame();
  }
  await answer();
  frame();
  expect(fetched).toEqual(['actions']);
  await rest();
  frame();
  await answer();
  await rest();
  frame();
  expect(fetched).toEqual(['actions', 'actions']);
});
