import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskEngine, type TaskEngine } from './task-engine.ts';

const workerUrl = new URL('./testing/sample-worker.ts', import.meta.url);
const engines: TaskEngine[] = [];

function engine(options: { threads?: number; idleMs?: number } = {}): TaskEngine {
  const created = createTaskEngine({ workerUrl, threads: 1, ...options });
  engines.push(created);
  return created;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((one) => one.close()));
});

describe('task engine', () => {
  it('starts a thread at the first task only and runs tasks by name', async () => {
    const tasks = engine();
    expect(tasks.stats().threads).toBe(0);
    expect(await tasks.run('double', 21)).toBe(42);
    expect(tasks.stats()).toMatchObject({ threads: 1, completed: 1 });
  });

  it('ends idle threads', async () => {
    const tasks = engine({ idleMs: 1 });
    await tasks.run('double', 1);
    await expect.poll(() => tasks.stats().threads).toBe(0);
    expect(await tasks.run('double', 2)).toBe(4);
  });

  it('carries typed errors over and names what it does not know', async () => {
    const tasks = engine();
    await expect(tasks.run('refuse', null)).rejects.toMatchObject({
      name: 'RoyalError',
      code: 'invalid_input',
      next: 'Give a number.',
      details: { got: 'null' },
    });
    await expect(tasks.run('nothing', null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(tasks.run('toString', null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(tasks.run('break', null)).rejects.toMatchObject({ code: 'internal', message: 'broken' });
    expect(tasks.stats()).toMatchObject({ failed: 4, completed: 0 });
  });

  it('stops a running task when aborted and goes on with the next', async () => {
    const tasks = engine();
    const shared = new Int32Array(new SharedArrayBuffer(4));
    const abort = new AbortController();
    const running = tasks.run('spin', shared, { signal: abort.signal });
    await expect.poll(() => Atomics.load(shared, 0)).toBeGreaterThan(0);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await tasks.run('double', 4)).toBe(8);
    const stopped = Atomics.load(shared, 0);
    expect(await tasks.run('double', 5)).toBe(10);
    expect(Atomics.load(shared, 0)).toBe(stopped);
    expect(tasks.stats().cancelled).toBe(1);
  });

  it('never starts what is aborted already', async () => {
    const tasks = engine();
    await expect(tasks.run('double', 1, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(tasks.stats().threads).toBe(0);
  });

  it('reports a thread that dies and starts another', async () => {
    const tasks = engine();
    await expect(tasks.run('exit', null)).rejects.toMatchObject({
      code: 'internal',
      details: { task: 'exit' },
    });
    expect(await tasks.run('double', 3)).toBe(6);
  });

  it('rejects what is running and what comes later once closed', async () => {
    const tasks = engine();
    const shared = new Int32Array(new SharedArrayBuffer(4));
    const running = tasks.run('spin', shared);
    const outcome = expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => Atomics.load(shared, 0)).toBeGreaterThan(0);
    await tasks.close();
    await outcome;
    await expect(tasks.run('double', 1)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('works inside a worker thread', async () => {
    const host = new Worker(new URL('./testing/sample-host.ts', import.meta.url));
    const answer = await new Promise((resolve, reject) => {
      host.once('message', resolve).once('error', reject);
    });
    await host.terminate();
    expect(answer).toEqual([2, 4, 6, 8]);
  });

  it('runs the program’s own tasks', async () => {
    const tasks = createTaskEngine({
      workerUrl: new URL('../../headless/task-worker.ts', import.meta.url),
      threads: 1,
    });
    engines.push(tasks);
    const { series } = await tasks.run<{ series: { mean: number[] }[] }>('demand.forecast', {
      series: [{ key: 'a', frequency: 'D', start: 0, y: new Array(60).fill(2) }],
      horizon: 3,
    });
    expect(series[0]?.mean.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([2, 2, 2]);
  });
});
